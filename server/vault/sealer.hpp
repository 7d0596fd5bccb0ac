#pragma once

#include "crypto/token.hpp"
#include "server/vault/key_directory.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::vault {

/// Names of the units that keys are made for beside those of the directory file.
struct StandingUnits {
    std::string desk;         ///< the hotline's own desk
    std::string supervisors;  ///< DESK/supervisors: confidential cases and guesses of tố cáo
    std::string audit;
};

/// The parts of a complaint in the clear, as they are handed over for sealing. Texts are UTF-8 in NFC.
struct CaseSecrets {
    std::string_view report;         ///< redacted text
    std::string_view subject;        ///< first 80 characters of it
    std::string_view circumstances;  ///< JSON: location, occurred_at; empty when none were given
    const SecretBytes* original = nullptr;
    const SecretBytes* identity = nullptr;  ///< JSON; null or empty when there is none
    const SecretBytes* contact = nullptr;   ///< JSON; null or empty when there is none
};

/// Who may read what of a new case.
struct CaseAudience {
    std::string unit;                    ///< handling unit; the desk's own code keeps it at the desk
    bool person_to_supervisors = false;  ///< confidential, or perhaps tố cáo
    bool contact_to_unit = false;        ///< the reporter's consent
    bool canary = false;                 ///< asks for its marks
};

struct SealedCase {
    storage::Dossier dossier;  ///< sorted
    Salt16 citizen_salt;
    crypto::TrackingSecret tracking_secret;
    std::uint64_t directory_version = 0;
    std::vector<Hash32> canary_marks;  ///< one a data key; empty for an ordinary case
};

/// Details of a leaf sealed to the audit unit.
struct SealedStaffDetails {
    Hash32 hash;  ///< SHA-256(salt ‖ json): `s` of the leaf
    Bytes wrap, envelope;
};

/// Seals with public keys only: new cases and details of leaves. Holds one window key (security.md, "Window
/// keys for intake") and the current key directory. Thread-safe. Created by the composition root.
class Sealer {
public:
    static constexpr std::chrono::seconds kWindowLife{9};  ///< with a look each second, never over ten
    static constexpr unsigned kWindowUses = 1000;

    Sealer(StandingUnits units, std::shared_ptr<const KeyDirectory> directory);

    /// Replaces the directory; the window of the old one ends.
    void use(std::shared_ptr<const KeyDirectory> directory);
    [[nodiscard]] std::shared_ptr<const KeyDirectory> directory() const;
    /// Wipes the window key when its time is over; called every second, since a quiet hotline seals nothing.
    void end_old_window();
    [[nodiscard]] const StandingUnits& units() const noexcept { return units_; }

    /// Errors: bad_key when a unit has no valid key.
    [[nodiscard]] Result<SealedCase> seal_case(const CaseId& id, const CaseSecrets& secrets,
                                               const CaseAudience& audience);
    /// Errors: bad_key when the audit unit has no valid key.
    [[nodiscard]] Result<SealedStaffDetails> seal_staff_details(std::string_view json);

    /// A wrap for one unit with the current window.
    [[nodiscard]] crypto::Wrap wrap(const KeyDirectory::UnitKey& unit, const crypto::WrapContext& context,
                                    const crypto::DataKey& key);

private:
    crypto::WindowKey& current_window(std::chrono::steady_clock::time_point now);

    StandingUnits units_;
    mutable std::mutex mutex_;  // guards all below; held for microseconds, never across a wait
    std::shared_ptr<const KeyDirectory> directory_;
    std::unique_ptr<crypto::WindowKey> window_;
    std::chrono::steady_clock::time_point window_began_;
    unsigned window_uses_ = 0;
};

/// Where the parts of a case stand, for sealing and opening alike.
[[nodiscard]] crypto::Place case_place(const CaseId& id, crypto::Compartment compartment, std::uint8_t column,
                                       const RowId& row = {}, std::uint32_t row_version = 1);
/// Where sealed details of a leaf stand: the row is named by the hash that the leaf carries.
[[nodiscard]] crypto::Place staff_place(const Hash32& staff_hash);
/// What the server knows a canary by: BLAKE2b-256(key = a data key of the case, "1022/canary/v1" ‖ case16).
[[nodiscard]] Hash32 canary_mark_of(const crypto::DataKey& key, const CaseId& id) noexcept;
/// What a reveal may open.
inline constexpr std::array kPersonCompartments{crypto::Compartment::original, crypto::Compartment::identity,
                                                crypto::Compartment::contact};
/// The block that a compartment's text is padded to.
[[nodiscard]] std::size_t padding_of(crypto::Compartment compartment) noexcept;

}  // namespace hotline::vault
