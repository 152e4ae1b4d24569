internal import BackupStore
internal import CameraModel
internal import CameraService
internal import Console
internal import Sodium

/// Requests of the screens as use cases of the camera.
struct Performer: Sendable {
  let camera: Camera
  let secrets: WorkSecrets
  let worker: Worker
  /// Where the person is: a serial line, or a client's address.
  let line: String
  /// The connection, for the waits behind failed logins.
  let visit: LogInVisit
  /// Of a demo camera.
  let demoInit: DemoInit?

  /// Carries a request out and tells the event loop what came of it.
  func perform(_ request: Request, for session: AdministratorSession?) {
    if request.needsSession {
      guard let session, (try? camera.isStillAdministrator(session.name)) ?? true else {
        return worker.send(.console(.sessionEnded))
      }
    }
    let reply: Reply
    do throws(ServiceError) {
      reply = try self.reply(to: request)
    } catch {
      reply = .failed(error)
    }
    let status = request.changesStatus ? try? camera.status(readingModules: false) : nil
    worker.send(.console(.reply(reply, status: status)))
  }

  private func reply(to request: Request) throws(ServiceError) -> Reply {
    switch request {
    case .logIn(let name): .loggedIn(try camera.authenticate(name, secrets[.password].bytes, line: line, visit: visit))
    case .logInWait(let name): .logInWait(seconds: try camera.logInWait(name, line: line, visit: visit))
    case .nextPINTry: .nextPINTry(try camera.nextPINTry())
    case .status: .status(try camera.status())
    case .modules: try modules()
    case .reboot: try reboot()
    case .confirmRestore: .restoreConfirmed(try camera.confirmRestore())
    case .revertRestore: .restoreReverted(try camera.revertRestore())
    case .listBackups: .backups(try camera.listBackups())
    case .startBackup(let options): try startBackup(options)
    case .verify(let names): .verified(try camera.verifyBackups(names.map { .name($0) }))
    case .keep(let name, let isKept): .marked(try camera.keepBackup(.name(name), isKept).description)
    case .acknowledge: .acknowledged(try camera.acknowledgeMissing())
    case .delete(let name, let asked): .backupDeleted(try camera.deleteBackup(name, asked: asked))
    case .deleteAll(let asked): .deleted(try camera.deleteAllBackups(asked: asked))
    case .preview(let id, let options): .previewed(try camera.previewRestore(id, secrets[.pin].bytes, options))
    case .restore(let id, let options): .restored(try camera.restore(id, secrets[.pin].bytes, options))
    case .setPIN, .changePIN, .adopt, .generatePIN: try replyOnPIN(request)
    case .choosePassword, .users, .hashPassword, .hashFactoryPassword, .setUsers, .resetUsers:
      try replyOnUsers(request)
    }
  }

  private func replyOnPIN(_ request: Request) throws(ServiceError) -> Reply {
    switch request {
    case .setPIN(let forgetting):
      return .pinSet(try camera.setPIN(try newPIN().bytes, forgetting: forgetting, decisions))
    case .changePIN:
      return .pinChanged(try camera.changePIN(from: secrets[.oldPIN].bytes, to: try newPIN().bytes, decisions))
    case .adopt: return .adopted(try camera.adoptBackups(secrets[.pin].bytes, decisions))
    default:
      let digits = WorkSecrets.Secret(try Camera.generatePIN(count: PINRules.generated))
      worker.send(.generated(digits))
      return .pinGenerated(count: digits.bytes.count)
    }
  }

  private func replyOnUsers(_ request: Request) throws(ServiceError) -> Reply {
    switch request {
    case .choosePassword(let name): .passwordChosen(try camera.setPassword(of: name, to: try newPassword().bytes))
    case .hashPassword: .passwordString(try camera.passwordString(for: try newPassword().bytes))
    case .hashFactoryPassword: .passwordString(try camera.factoryPasswordString())
    case .setUsers(let draft): .usersSet(try camera.setUsers(draft))
    case .resetUsers: .usersSet(try camera.resetUsers())
    default: .users(try camera.users())
    }
  }

  private func startBackup(_ options: StartBackupOptions) throws(ServiceError) -> Reply {
    let began = SystemCalls.elapsed
    let backup = try camera.startBackup(options)
    return .backupStarted(backup, milliseconds: Int64((SystemCalls.elapsed - began) * 1_000))
  }

  /// The demo camera's reboot finishes the restore as `boot` does on a camera that starts.
  private func reboot() throws(ServiceError) -> Reply {
    try camera.reboot()
    if let demoInit {
      _ = try camera.finishRestore()
      demoInit.wake()
    }
    return .restarting
  }

  /// Settings that wait for a module since a restore are written as soon as someone looks.
  private func modules() throws(ServiceError) -> Reply {
    if let restore = try camera.restoreStatus(), !restore.pendingModules.isEmpty {
      _ = try camera.writePendingModules()
    }
    return .modules(try camera.modules())
  }

  private func newPIN() throws(ServiceError) -> WorkSecrets.Secret {
    guard secrets[.newPIN].bytes.isEqual(to: secrets[.repeatedPIN].bytes) else { throw .pinsDiffer }
    return secrets[.newPIN]
  }

  private func newPassword() throws(ServiceError) -> WorkSecrets.Secret {
    guard secrets[.newPassword].bytes.isEqual(to: secrets[.repeatedPassword].bytes) else { throw .passwordsDiffer }
    return secrets[.newPassword]
  }

  private var decisions: PINDecisions {
    let worker = worker
    var decisions = PINDecisions()
    decisions.goOnTrying = { worker.ask(.goOnTrying(tried: $0, left: $1)) }
    decisions.lockCard = { worker.ask(.lockCard(backups: $0)) }
    decisions.loseDamaged = { worker.ask(.loseDamaged($0)) }
    decisions.leaveCard = { worker.ask(.leaveCard($0)) }
    decisions.loseUndo = { _ in worker.ask(.loseUndo) }
    return decisions
  }
}
