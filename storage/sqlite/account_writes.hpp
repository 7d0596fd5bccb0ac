#pragma once

#include "storage/sqlite/rows.hpp"

namespace hotline::storage::sqlite {

/// Second factors, recovery slots and invitations. Errors as in WriteTx.
class AccountWrites {
public:
    explicit AccountWrites(Connection& db);
    [[nodiscard]] Result<void> put_second_factor(const SecondFactorRow& row);
    [[nodiscard]] Result<void> drop_second_factor(const UserId& user);
    [[nodiscard]] Result<void> put_recovery_slot(const RecoverySlotRow& row);
    [[nodiscard]] Result<void> drop_recovery_slot(const UserId& user);
    [[nodiscard]] Result<void> put_invitation(const InvitationRow& row);
    [[nodiscard]] Result<void> put_activation(const ActivationRow& row);
    [[nodiscard]] Result<void> drop_invitation(const UserId& user);

private:
    Statement put_second_factor_, drop_second_factor_, put_recovery_slot_, drop_recovery_slot_;
    Statement put_invitation_, put_activation_, drop_invitation_, drop_activation_;
};

}  // namespace hotline::storage::sqlite
