internal import CameraModel
internal import CameraService
internal import Console
internal import Sodium

/// Operations of the screens as use cases of the camera.
struct Performer: Workplace {
  let camera: Camera
  let secrets: WorkSecrets
  let worker: Worker
  let line: String
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
      reply = try traits.perform(self)
    } catch {
      reply = .failed(error)
    }
    let status = traits.looksAtStatus(after: reply) ? try? camera.status(readingModules: false) : nil
    worker.send(.console(.reply(reply, status: status)))
  }

  var elapsed: Double { SystemCalls.elapsed }

  func ask(_ decision: Decision) -> Bool { worker.ask(decision) }

  func reboot() throws(ServiceError) {
    try camera.reboot()
    try bootLoop?.cameraHasRestarted(camera)
  }
}

/// What is done with the secrets themselves.
extension Performer {
  subscript(_ name: FieldName) -> HeldSecret { secrets[name] }

  func generatePIN() throws(ServiceError) -> Int {
    let digits = HeldSecret(try Camera.generatePIN(count: PINRules.generated))
    worker.send(.generated(digits))
    return digits.bytes.count
  }

  func newPIN(_ source: NewPINSource) throws(ServiceError) -> HeldSecret {
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
  private func hasLastDigits(_ new: HeldSecret) throws(ServiceError) -> Bool {
    let count = NewPINSource.lastDigits
    guard new.bytes.count >= count else { return false }
    do {
      return try new.bytes.slice(new.bytes.count - count, count).isEqual(to: secrets[.lastDigits].bytes)
    } catch {
      throw .secret(.noMemory)
    }
  }

  func newPassword() throws(ServiceError) -> HeldSecret {
    guard secrets[.newPassword].bytes.isEqual(to: secrets[.repeatedPassword].bytes) else { throw .passwordsDiffer }
    return secrets[.newPassword]
  }

  func typedValue() throws(ServiceError) -> SecretValue {
    let typed = secrets[.secretValue]
    do {
      return SecretValue(try typed.bytes.slice(0, typed.bytes.count))
    } catch {
      throw .secret(.noMemory)
    }
  }
}
