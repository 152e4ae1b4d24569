import BackupStore
import CameraDevice
import CameraModel
import Console

@testable import CameraService

/// What operations come to, as values: the one place where tests make replies.
extension Reply {
  static func loggedIn(as name: String = "admin", mustChangePassword: Bool = false) -> Reply {
    .session(
      .loggedIn(AdministratorSession(name: name, line: "ttyS0", mustChangePassword: mustChangePassword)))
  }

  static func logInWait(seconds: Int) -> Reply { .session(.wait(seconds: seconds)) }

  static func passwordChosen() -> Reply { .session(.passwordChosen(change(Values.eightUsers, nil))) }

  static func status(_ status: StatusReport = Values.status()) -> Reply { .camera(.status(status)) }

  static func modules(_ modules: [BusModule] = Values.modules) -> Reply { .camera(.modules(modules)) }

  static let restarting = Reply.camera(.restarting)
}

/// Backups. Without a listing they are read again.
extension Reply {
  static func listed(_ report: ListReport = BackupValues.report()) -> Reply { .backups(.listed(report)) }

  static func started(_ backup: StartedBackup, milliseconds: Int64, _ listing: ListReport? = nil) -> Reply {
    .backups(.started(Listed(backup, listing), milliseconds: milliseconds))
  }

  static func verified(_ backups: [BackupDescription], _ listing: ListReport? = nil) -> Reply {
    .backups(.verified(Listed(backups, listing)))
  }

  static func marked(_ backup: BackupDescription, _ listing: ListReport? = nil) -> Reply {
    .backups(.marked(Listed(MarkedBackup(description: backup), listing)))
  }

  static func labelled(
    _ backup: BackupDescription, isUnchanged: Bool = false, _ listing: ListReport? = nil
  ) -> Reply {
    .backups(.labelled(Listed(LabelledBackup(description: backup, isUnchanged: isUnchanged), listing)))
  }

  static func acknowledged(_ names: [BackupName], _ listing: ListReport? = nil) -> Reply {
    .backups(.acknowledged(Listed(names, listing)))
  }

  static func deleted(_ backup: BackupDescription, _ listing: ListReport? = nil) -> Reply {
    .backups(.deleted(Listed(DeletedBackup(description: backup), listing)))
  }

  static func allDeleted(_ deletion: Camera.Deletion, _ listing: ListReport? = nil) -> Reply {
    .backups(.allDeleted(Listed(deletion, listing)))
  }

  /// - Parameter unchanged: the newest backup, where nothing has changed since it.
  static func changesFound(since unchanged: BackupDescription?) -> Reply {
    .backups(
      .changesFound(
        BackupComparedWithCamera(backup: unchanged ?? BackupValues.five[0], hasChanged: unchanged == nil)))
  }

  static func copiesFound(_ listing: CopyListing = BackupValues.copies()) -> Reply { .backups(.copiesFound(listing)) }

  static func imported(
    _ backup: BackupDescription, isUnchanged: Bool = false, _ listing: ListReport? = nil
  ) -> Reply {
    .backups(.imported(Listed(ImportedBackup(description: backup, isUnchanged: isUnchanged), listing)))
  }
}

extension Reply {
  static func nextPINTry(_ next: NextPINTry) -> Reply { .pin(.nextTry(next)) }

  static func pinSet(_ report: PINReport = Values.pinReport()) -> Reply { .pin(.set(report)) }

  static func pinChanged(_ report: PINReport = Values.pinReport()) -> Reply { .pin(.changed(report)) }

  static func adopted(_ report: PINReport = Values.pinReport()) -> Reply { .pin(.adopted(report)) }

  static func pinGenerated(count: Int) -> Reply { .pin(.generated(count: count)) }
}

extension Reply {
  static func previewed(_ preview: RestorePreview = BackupValues.preview()) -> Reply { .restore(.previewed(preview)) }

  static func compared(_ comparison: BackupComparison = BackupValues.comparison()) -> Reply {
    .restore(.compared(comparison))
  }

  static func restored(_ preview: RestorePreview = BackupValues.preview(), needsReboot: Bool = true) -> Reply {
    .restore(.restored(RestoreReport(preview: preview, needsReboot: needsReboot)))
  }

  static func restoreConfirmed(_ status: RestoreStatus) -> Reply { .restore(.confirmed(status)) }

  static func restoreReverted(_ backup: String, needsReboot: Bool) -> Reply {
    .restore(.reverted(RevertReport(backup: backup, needsReboot: needsReboot, pendingModules: [])))
  }
}

extension Reply {
  static func usersListed(_ list: UserList = Values.eightUsers) -> Reply { .users(.listed(list)) }

  static func passwordString(_ text: String) -> Reply { .users(.passwordString(text)) }

  static func usersSet(_ users: UserList = Values.eightUsers, reloadFailure: CommandError? = nil) -> Reply {
    .users(.set(change(users, reloadFailure)))
  }

  private static func change(_ users: UserList, _ reloadFailure: CommandError?) -> UserChange {
    UserChange(users: users, isChanged: true, reloadFailure: reloadFailure)
  }
}
