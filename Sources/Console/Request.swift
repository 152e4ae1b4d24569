package import BackupStore
package import CameraModel
package import CameraService

/// Work for a use case, done off the main thread. Secrets are named by the fields that hold them.
package enum Request: Sendable {
  /// With the secret `password`.
  case logIn(name: String)
  /// Seconds that a user name still has to wait.
  case logInWait(name: String)
  /// With the secrets `newPassword` and `repeatedPassword`.
  case choosePassword(name: String)
  /// When a PIN may be tried, and which one Undo needs.
  case nextPINTry
  /// Camera, PIN, card and modules.
  case status
  case listBackups
  case startBackup(StartBackupOptions)
  /// All when none is named.
  case verify([BackupName])
  case keep(BackupName, Bool)
  case acknowledge
  /// With the backup id of the question.
  case delete(BackupName, asked: Identifier?)
  /// With what was on the card at the question.
  case deleteAll(asked: CardContents?)
  /// With the secrets `newPIN` and `repeatedPIN`.
  case setPIN(forgetting: Bool)
  /// With the secrets `oldPIN`, `newPIN` and `repeatedPIN`.
  case changePIN
  /// With the secret `pin`.
  case adopt
  /// Draws twelve digits into the secrets `newPIN` and `repeatedPIN`.
  case generatePIN
  /// With the secret `pin`.
  case preview(BackupSelector, RestoreOptions)
  /// With the secret `pin`.
  case restore(BackupSelector, RestoreOptions)
  case reboot
  /// Keeps what was restored.
  case confirmRestore
  /// Puts back what was before the restore.
  case revertRestore
  case users
  /// With the secrets `newPassword` and `repeatedPassword`; the password string for a draft of changes.
  case hashPassword
  case hashFactoryPassword
  case setUsers(UserDraft)
  /// Users that cannot be read are replaced by the factory's.
  case resetUsers
  /// The modules on the bus; settings that wait for one of them are written first.
  case modules

  /// Whether it only looks: a busy camera is asked again until it answers.
  package var isLook: Bool {
    switch self {
    case .status, .listBackups, .users, .modules, .nextPINTry, .logInWait: true
    case .logIn, .choosePassword, .startBackup, .verify, .keep, .acknowledge, .delete, .deleteAll, .setPIN,
      .changePIN, .adopt, .generatePIN, .preview, .restore, .reboot, .confirmRestore, .revertRestore, .hashPassword,
      .hashFactoryPassword, .setUsers, .resetUsers:
      false
    }
  }

  /// Whether it looks for what a person only has to know before typing a secret. Where it fails nothing is said: the
  /// try itself tells. It is short, and what is typed meanwhile is for the field.
  package var isBeforeSecret: Bool {
    switch self {
    case .nextPINTry, .logInWait: true
    case .logIn, .choosePassword, .status, .listBackups, .startBackup, .verify, .keep, .acknowledge, .delete,
      .deleteAll, .setPIN, .changePIN, .adopt, .generatePIN, .preview, .restore, .reboot, .confirmRestore,
      .revertRestore, .users,
      .hashPassword, .hashFactoryPassword, .setUsers, .resetUsers, .modules:
      false
    }
  }

  /// Whether Esc may stop it: before its commit point it is undone.
  var canBeStopped: Bool {
    switch self {
    case .status, .listBackups, .startBackup, .verify, .deleteAll, .setPIN, .changePIN, .adopt, .preview, .restore:
      true
    case .logIn, .logInWait, .nextPINTry, .choosePassword, .keep, .acknowledge, .delete, .generatePIN, .reboot,
      .confirmRestore,
      .revertRestore,
      .users, .hashPassword, .hashFactoryPassword, .setUsers, .resetUsers, .modules:
      false
    }
  }

  /// The secrets that it takes.
  package var secrets: [FieldName] {
    switch self {
    case .logIn: [.password]
    case .choosePassword, .hashPassword: [.newPassword, .repeatedPassword]
    case .setPIN: [.newPIN, .repeatedPIN]
    case .changePIN: [.oldPIN, .newPIN, .repeatedPIN]
    case .adopt, .preview, .restore: [.pin]
    case .logInWait, .nextPINTry, .status, .listBackups, .startBackup, .verify, .keep, .acknowledge, .delete,
      .deleteAll, .generatePIN, .reboot, .confirmRestore, .revertRestore, .users, .hashFactoryPassword, .setUsers,
      .resetUsers, .modules:
      []
    }
  }

  /// Whether the person has to be an administrator still; not where a restore brought other users and only has to be
  /// followed by its reboot.
  package var needsSession: Bool {
    switch self {
    case .logIn, .logInWait, .reboot: false
    case .choosePassword, .nextPINTry, .status, .listBackups, .startBackup, .verify, .keep, .acknowledge, .delete,
      .deleteAll,
      .setPIN, .changePIN, .adopt, .generatePIN, .preview, .restore, .confirmRestore, .revertRestore, .users,
      .hashPassword,
      .hashFactoryPassword, .setUsers, .resetUsers, .modules:
      true
    }
  }

  /// Whether card or PIN are other ones afterwards, so that the status is read again.
  package var changesStatus: Bool {
    switch self {
    case .startBackup, .verify, .keep, .acknowledge, .delete, .deleteAll, .setPIN, .changePIN, .adopt, .listBackups,
      .restore, .preview, .confirmRestore, .revertRestore, .modules:
      true
    case .logIn, .logInWait, .nextPINTry, .choosePassword, .status, .generatePIN, .reboot, .users, .hashPassword,
      .hashFactoryPassword, .setUsers, .resetUsers:
      false
    }
  }

  /// What a person reads while it goes on.
  var words: String {
    switch self {
    case .logIn, .logInWait: "Logging in"
    case .nextPINTry: "Looking when a PIN may be tried"
    case .choosePassword, .hashPassword, .hashFactoryPassword: "Hashing the password"
    case .status: "Looking at card and modules"
    case .listBackups: "Reading the backups"
    case .startBackup: "Making a backup"
    case .verify: "Verifying"
    case .keep, .acknowledge: "Writing the record"
    case .delete: "Deleting a backup"
    case .deleteAll: "Deleting all backups"
    case .setPIN: "Setting the Super PIN"
    case .changePIN: "Changing the Super PIN"
    case .adopt: "Trying the digits"
    case .generatePIN: "Drawing digits"
    case .preview: "Opening the backup"
    case .restore: "Restoring"
    case .reboot: "Restarting the camera"
    case .confirmRestore: "Keeping what was restored"
    case .revertRestore: "Putting back what was before"
    case .users: "Reading the users"
    case .setUsers, .resetUsers: "Setting the users"
    case .modules: "Asking the modules"
    }
  }
}

/// What came of a request.
package enum Reply: Sendable {
  case loggedIn(AdministratorSession)
  case logInWait(seconds: Int)
  case nextPINTry(NextPINTry)
  case passwordChosen(UserChange)
  case status(StatusReport)
  case backups(ListReport)
  case backupStarted(StartedBackup, milliseconds: Int64)
  case verified([BackupDescription])
  case marked(BackupDescription)
  case acknowledged([BackupName])
  case backupDeleted(DeletedBackup)
  case deleted(Camera.Deletion)
  case pinSet(PINReport)
  case pinChanged(PINReport)
  case adopted(PINReport)
  /// So many digits are in the secrets `newPIN` and `repeatedPIN`.
  case pinGenerated(count: Int)
  case previewed(RestorePreview)
  case restored(RestoreReport)
  /// The reboot command was run.
  case restarting
  case restoreConfirmed(RestoreStatus)
  case restoreReverted(RevertReport)
  case users(UserList)
  case passwordString(String)
  case usersSet(UserChange)
  case modules([BusModule])
  case failed(ServiceError)
}
