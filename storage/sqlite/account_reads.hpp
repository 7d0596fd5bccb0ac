#pragma once

#include "storage/sqlite/rows.hpp"

namespace hotline::storage::sqlite {

/// Second factors, recovery slots and invitations. Errors as in ReadTx.
class AccountReads {
public:
    explicit AccountReads(Connection& db);
    [[nodiscard]] Result<SecondFactorRow> find_second_factor(const UserId& user);
    [[nodiscard]] Result<RecoverySlotRow> find_recovery_slot(const UserId& user);
    [[nodiscard]] Result<InvitationRow> find_invitation(const Hash32& id);
    [[nodiscard]] Result<std::vector<InvitationRow>> invitations();
    [[nodiscard]] Result<ActivationRow> find_activation(const UserId& user);

private:
    Statement second_factor_, recovery_slot_, invitation_, invitations_, activation_;
};

}  // namespace hotline::storage::sqlite
