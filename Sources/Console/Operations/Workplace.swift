package import CameraService

/// What the row of an operation works with, on another thread: the camera, the person who can be asked, and what was
/// typed into secret fields.
///
/// What compares secrets, cuts them or draws them is done by the one who holds them: the rows only hand them over.
package protocol Workplace: Sendable {
  /// The camera, on behalf of the person.
  var camera: Camera { get }
  /// Where the person is: a serial line, or a client's address.
  var line: String { get }
  /// The connection, for the waits behind failed logins.
  var visit: LogInVisit { get }
  /// Seconds on a clock that only runs forward.
  var elapsed: Double { get }

  /// The secret of a field that the operation names.
  subscript(_ name: FieldName) -> HeldSecret { get }

  /// Asks the person, and waits for the answer; *no* when the session is over.
  func ask(_ decision: Decision) -> Bool
  /// Restarts the camera.
  func reboot() throws(ServiceError)
  /// The new PIN, if what has to agree with it does.
  func newPIN(_ source: NewPINSource) throws(ServiceError) -> HeldSecret
  /// Generates a PIN, and puts it into the fields of a new one.
  ///
  /// - Returns: how many digits it has.
  func generatePIN() throws(ServiceError) -> Int
  /// The new password, if it was typed twice.
  func newPassword() throws(ServiceError) -> HeldSecret
  /// What was typed as a value of the configuration.
  func typedValue() throws(ServiceError) -> SecretValue
}
