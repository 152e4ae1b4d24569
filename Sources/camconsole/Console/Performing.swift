internal import BackupStore
internal import CameraModel
internal import CameraService
internal import Console
internal import Sodium
internal import Wording

/// Operations of the screens as use cases of the camera: one function a subject.
struct Performer: Sendable {
  let camera: Camera
  let secrets: WorkSecrets
  let worker: Worker
  /// Where the person is: a serial line, or a client's address.
  let line: String
  /// The connection, for the waits behind failed logins.
  let visit: LogInVisit
  /// Where this program runs `boot`.
  let bootLoop: BootLoop?

  /// Carries an operation out and tells the event loop what came of it.
  func perform(_ operation: Operation, for session: AdministratorSession?) {
    let traits = operation.traits
    if traits.needsSession {
      guard let session, (try? camera.isStillAdministrator(session.name)) ?? true else {
        return worker.send(.console(.sessionEnded))
      }
    }
    let reply: Reply
    do throws(ServiceError) {
      reply = try perform(operation)
    } catch {
      reply = .failed(error)
    }
    let status = traits.looksAtStatus(after: reply) ? try? camera.status(readingModules: false) : nil
    worker.send(.console(.reply(reply, status: status)))
  }

  private func perform(_ operation: Operation) throws(ServiceError) -> Reply {
    switch operation {
    case .session(let operation): .session(try perform(operation))
    case .camera(let operation): .camera(try perform(operation))
    case .backups(let operation): .backups(try perform(operation))
    case .pin(let operation): .pin(try perform(operation))
    case .restore(let operation): .restore(try perform(operation))
    case .users(let operation): .users(try perform(operation))
    case .configuration(let operation): .configuration(try perform(operation))
    }
  }
}

extension Performer {
  private func perform(_ operation: SessionOperation) throws(ServiceError) -> SessionReply {
    switch operation {
    case .logIn(let name): .loggedIn(try camera.authenticate(name, secrets[.password].bytes, line: line, visit: visit))
    case .wait(let name): .wait(seconds: try camera.logInWait(name, line: line, visit: visit))
    case .choosePassword(let name): .passwordChosen(try camera.setPassword(of: name, to: try newPassword().bytes))
    }
  }
}

extension Performer {
  private func perform(_ operation: CameraOperation) throws(ServiceError) -> CameraReply {
    switch operation {
    case .status: .status(try camera.status())
    case .modules: .modules(try modules())
    case .check: .checked(try camera.check())
    case .events: .events(try camera.events())
    case .reboot: try reboot()
    }
  }

  /// Settings that wait for a module since a restore are written as soon as someone looks.
  private func modules() throws(ServiceError) -> [BusModule] {
    if let restore = try camera.restoreStatus(), !restore.pendingModules.isEmpty {
      _ = try camera.writePendingModules()
    }
    return try camera.modules()
  }

  private func reboot() throws(ServiceError) -> CameraReply {
    try camera.reboot()
    try bootLoop?.cameraHasRestarted(camera)
    return .restarting
  }
}

extension Performer {
  private func perform(_ operation: BackupOperation) throws(ServiceError) -> BackupReply {
    switch operation {
    case .list: .listed(try camera.listBackups())
    case .start(let options): try startBackup(options)
    case .verify(let names): .verified(try camera.verifyBackups(names.map { .name($0) }))
    case .keep(let name, let isKept): .marked(try camera.keepBackup(.name(name), isKept))
    case .label(let name, let label): .labelled(try camera.labelBackup(.name(name), label))
    case .acknowledge: .acknowledged(try camera.acknowledgeMissing())
    case .delete(let name, let asked): .deleted(try camera.deleteBackup(name, asked: asked))
    case .deleteAll(let asked): .allDeleted(try camera.deleteAllBackups(asked: asked))
    case .findChanges: .changesFound(try camera.changedSinceBackup(StartBackupOptions()))
    case .findCopies: .copiesFound(try camera.findCopies())
    case .importCopy(let copy):
      .imported(try camera.importBackup(copy) { worker.ask(.importLocksCard($0)) })
    }
  }

  private func startBackup(_ options: StartBackupOptions) throws(ServiceError) -> BackupReply {
    let began = SystemCalls.elapsed
    let backup = try camera.startBackup(options)
    return .started(backup, milliseconds: Int64((SystemCalls.elapsed - began) * 1_000))
  }
}

extension Performer {
  private func perform(_ operation: PINOperation) throws(ServiceError) -> PINReply {
    switch operation {
    case .nextTry: .nextTry(try camera.nextPINTry())
    case .set(let source, let forgetting):
      .set(try camera.setPIN(try newPIN(source).bytes, forgetting: forgetting, decisions))
    case .change(let source):
      .changed(try camera.changePIN(from: secrets[.oldPIN].bytes, to: try newPIN(source).bytes, decisions))
    case .adopt: .adopted(try camera.adoptBackups(secrets[.pin].bytes, decisions))
    case .generate: try generatePIN()
    }
  }

  private func generatePIN() throws(ServiceError) -> PINReply {
    let digits = WorkSecrets.Secret(try Camera.generatePIN(count: PINRules.generated))
    worker.send(.generated(digits))
    return .generated(count: digits.bytes.count)
  }

  private func newPIN(_ source: NewPINSource) throws(ServiceError) -> WorkSecrets.Secret {
    let new = secrets[.newPIN]
    let isSame =
      switch source {
      case .typed: new.bytes.isEqual(to: secrets[.repeatedPIN].bytes)
      case .generated: try hasLastDigits(new)
      }
    guard isSame else { throw .pinsDiffer }
    return new
  }

  /// Whether the last digits of a generated PIN were typed.
  private func hasLastDigits(_ new: WorkSecrets.Secret) throws(ServiceError) -> Bool {
    let count = NewPINSource.lastDigits
    guard new.bytes.count >= count else { return false }
    do {
      return try new.bytes.slice(new.bytes.count - count, count).isEqual(to: secrets[.lastDigits].bytes)
    } catch {
      throw .secret(.noMemory)
    }
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

extension Performer {
  private func perform(_ operation: RestoreOperation) throws(ServiceError) -> RestoreReply {
    switch operation {
    case .preview(let id, let options): .previewed(try camera.previewRestore(id, secrets[.pin].bytes, options))
    case .compare(let first, let second): .compared(try camera.compareBackups(first, second, secrets[.pin].bytes))
    case .start(let id, let options): .restored(try camera.restore(id, secrets[.pin].bytes, options))
    case .confirm(let asked): .confirmed(try camera.confirmRestore(asked))
    case .revert(let asked): .reverted(try camera.revertRestore(asked))
    }
  }
}

extension Performer {
  private func perform(_ operation: UserOperation) throws(ServiceError) -> UserReply {
    switch operation {
    case .list: .listed(try camera.users())
    case .hashPassword: .passwordString(try camera.passwordString(for: try newPassword().bytes))
    case .hashFactoryPassword: .passwordString(try camera.factoryPasswordString())
    case .set(let draft): .set(try camera.setUsers(draft))
    case .reset: .set(try camera.resetUsers())
    }
  }

  private func newPassword() throws(ServiceError) -> WorkSecrets.Secret {
    guard secrets[.newPassword].bytes.isEqual(to: secrets[.repeatedPassword].bytes) else { throw .passwordsDiffer }
    return secrets[.newPassword]
  }
}

extension Performer {
  private func perform(_ operation: ConfigurationOperation) throws(ServiceError) -> ConfigurationReply {
    switch operation {
    case .list: .listed(try camera.shownConfiguration())
    case .takeSecret(let key): .secretTaken(key, try typedValue())
    case .preview(let draft, let options): .previewed(try camera.previewConfiguration(draft.edit, options))
    case .change(let draft, let options, let shown):
      .changed(try camera.changeConfiguration(draft.edit, options, shown: shown))
    }
  }

  private func typedValue() throws(ServiceError) -> SecretValue {
    let typed = secrets[.secretValue]
    do {
      return SecretValue(try typed.bytes.slice(0, typed.bytes.count))
    } catch {
      throw .secret(.noMemory)
    }
  }
}
