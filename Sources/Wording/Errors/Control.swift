/// Something that a person can do, under the name that it has in each place: this table is the only one that knows the
/// names of commands and of buttons.
package enum Control: Sendable, CaseIterable {
  case adopt, changePIN, confirm, deleteAll, deleteBackup, factoryReset, forgottenPIN, generate
  case listBackups, listConfiguration, listModules, listUsers, preview, revert, setPIN, status, unkeep, verify

  /// The command, as it follows `camconsole`.
  package var command: String {
    switch self {
    case .adopt: "pin adopt"
    case .changePIN: "pin change"
    case .confirm: "confirm"
    case .deleteAll: "backup delete-all"
    case .deleteBackup: "backup delete"
    case .factoryReset: "users factory-reset"
    case .forgottenPIN: "pin set --forgotten"
    case .generate: "pin generate"
    case .listBackups: "backup list"
    case .listConfiguration: "config show"
    case .listModules: "modules list"
    case .listUsers: "users list"
    case .preview: "backup diff"
    case .revert: "revert"
    case .setPIN: "pin set"
    case .status: "status"
    case .unkeep: "backup unkeep"
    case .verify: "backup verify"
    }
  }

  /// The button or the screen, without the dots that say that it asks first.
  package var button: String {
    switch self {
    case .adopt: "Try PIN"
    case .changePIN, .setPIN: "Super PIN"
    case .confirm: "Confirm"
    case .deleteAll: "Delete all"
    case .deleteBackup: "Delete"
    case .factoryReset: "Factory reset"
    case .forgottenPIN: "I do not know the old PIN"
    case .generate: "Generate"
    case .unkeep: "Keep"
    case .listBackups: "Backup and Restore"
    case .listConfiguration: "Configuration"
    case .listModules: "Modules"
    case .listUsers: "Users and Passwords"
    case .preview: "Restore"
    case .revert: "Revert"
    case .status: "System"
    case .verify: "Verify"
    }
  }
}
