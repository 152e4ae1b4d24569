internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem
package import Sodium

/// An administrator who is at the console.
package struct AdministratorSession: Sendable, Equatable {
  /// As it stands in the configuration.
  package let name: String
  /// A serial line, or a client's address.
  package let line: String
  /// The password is the factory's: another must be chosen before anything else.
  package let mustChangePassword: Bool
  /// What came before this login; `nil` where that is not known.
  package internal(set) var lastLogin: LastLogin?
}

extension UseCase {
  /// Login at the console.
  static let logIn = UseCase("log in", .authentication)
}

extension Camera {
  /// Logs an administrator in.
  ///
  /// A failure is recorded before the password is checked, so that a cut does not spare it; the right one clears the
  /// count. No user, another password and no administrator cost the same and are told in the same words.
  ///
  /// - Parameters:
  ///   - line: where the person is: a serial line, or a client's address.
  ///   - visit: the connection; `nil` for one that has no try of its own while a wait goes on.
  /// - Throws: `ServiceError.logIn`; `.logInUsers` and `.configuration` where there are no users to be read; `.state`
  ///   where failures cannot be recorded; `.store(.noMemory)`, `.busy` and `.stopped`.
  package func authenticate(
    _ name: String, _ password: borrowing SecretBytes, line: String, visit: LogInVisit? = nil
  ) throws(ServiceError) -> AdministratorSession {
    // A name that no user has may be a password that was typed one field too early: it is not reported.
    let isKnown = (try? readUsers())?.account(named: name) != nil
    let caller = caller.atConsole(isKnown ? name : "unknown user", line: line)
    return try acting(as: caller).perform(.logIn) { () throws(ServiceError) in
      let users = try usersAtLogIn()
      let account = users.account(named: name)
      let key = try loginKey(name, line)
      try checkWait(try wait(key, visit))
      // One derivation at a time on the whole camera, however many try.
      try withLock(.logIn, name: "password.lock") { () throws(ServiceError) in
        try checkMemory()
        try countFailure(key, visit)
        guard matches(password, account) else {
          recordFailure(of: account)
          throw .logIn(.wrong(waitSeconds: try failedLogins().remaining(key, at: moment(), for: visit?.tries)))
        }
        try changeFailedLogins { (failures) throws(ServiceError) in failures.clear(key) }
      }
      let isFactoryDefault = password.withBytes { PasswordRules.isFactoryDefault($0) }
      return AdministratorSession(
        name: name, line: line, mustChangePassword: isFactoryDefault,
        lastLogin: recordLogin(of: account, among: users, line: line))
    }
  }

  private func usersAtLogIn() throws(ServiceError) -> UserList {
    do {
      return try readUsers()
    } catch .userList(let problem) {
      throw .logInUsers(problem)
    }
  }

  /// A connection that is opened now.
  ///
  /// - Parameter line: where the person is: a serial line, or a client's address.
  package func openVisit(line: String) -> LogInVisit { LogInVisit(openedAt: moment().seconds, line: line) }

  /// Seconds until a user name may be tried again on a line, 0 for at once; whether there is such a user is not told.
  package func logInWait(_ name: String, line: String, visit: LogInVisit? = nil) throws(ServiceError) -> Int {
    try wait(try loginKey(name, line), visit)
  }

  private func wait(_ key: FailedLogins.Key, _ visit: LogInVisit?) throws(ServiceError) -> Int {
    let now = moment()
    try changeFailedLogins { (failures) throws(ServiceError) in failures.begin(at: now) }
    return try failedLogins().remaining(key, at: now, for: visit?.tries)
  }

  /// Lets waits of an earlier boot begin now: those for logins, and those for the PIN.
  func beginWaits() throws(ServiceError) {
    let now = moment()
    try changeFailedLogins { (failures) throws(ServiceError) in failures.begin(at: now) }
    try withLock(.start, waitSeconds: 1) { () throws(ServiceError) in _ = try sessionWithoutCard() }
  }

  /// Whether a session may continue: its user exists, and in `admins`.
  package func isStillAdministrator(_ name: String) throws(ServiceError) -> Bool {
    try readUsers().isAdministrator(name)
  }

  /// One derivation, no matter who it is.
  private func matches(_ password: borrowing SecretBytes, _ account: UserAccount?) -> Bool {
    let text = account?.passwordString ?? PasswordHashing.nobody
    let isDerived = PasswordHashing.isDerived(text)
    let isRight = passwords.verify(password, isDerived ? text : PasswordHashing.nobody)
    return isRight && isDerived && account?.group == .admins
  }

  /// Refuses a login without enough memory, which would fail and look like a wrong password.
  private func checkMemory() throws(ServiceError) {
    if let available = try? Memory.availableKiB(files: files), available < Int(passwords.memoryKiB) {
      throw .store(.noMemory(kibibytes: passwords.memoryKiB))
    }
  }

  private func loginKey(_ name: String, _ line: String) throws(ServiceError) -> FailedLogins.Key {
    let secret = try loginSecret()
    return try mapError(ServiceError.init(_:), try FailedLogins.Key(name: name, line: line, under: secret))
  }

  private func checkWait(_ seconds: Int) throws(ServiceError) {
    guard seconds == 0 else { throw .logIn(.mustWait(seconds: seconds)) }
  }

  private func moment() -> BootMoment {
    BootMoment(seconds: UInt64(max(time.sinceBoot().seconds, 0)), bootID: (try? time.bootID()) ?? "unknown")
  }

  /// Records a failure that has not happened yet, unless there is still a time to wait.
  private func countFailure(_ key: FailedLogins.Key, _ visit: LogInVisit?) throws(ServiceError) {
    let now = moment()
    var wait = 0
    try changeFailedLogins { (failures) throws(ServiceError) in
      failures.begin(at: now)
      wait = failures.remaining(key, at: now, for: visit?.tries)
      if wait == 0 { failures.add(key, at: now) }
    }
    try checkWait(wait)
    visit?.noteTry(at: now.seconds)
  }
}

/// The file of failed logins in the state directory, under a lock of its own: nobody waits for a backup to log in.
extension Camera {
  private static let loginsName = "logins"
  private static let loginsLock = "logins.lock"
  /// The key of the hashes in it.
  private static let loginsKeyName = "logins.key"

  /// The key under which names are hashed, drawn at the first use (0600). With another key all waits are forgotten.
  private func loginSecret() throws(ServiceError) -> SecretBytes {
    let state = try openState()
    if let secret = try readLoginSecret(state) { return secret }
    try withLock(.logIn, name: Self.loginsLock) { () throws(ServiceError) in
      guard case nil = try readLoginSecret(state) else { return }
      try makeLoginSecret(state)
    }
    guard let secret = try readLoginSecret(state) else { throw .secret(.noMemory) }
    return secret
  }

  private func makeLoginSecret(_ state: any Directory) throws(ServiceError) {
    let secret = try mapError(ServiceError.init(_:), try SecretBytes.random(count: KeyedHash.length))
    try mapError(
      ServiceError.state,
      try secret.withBytes { (bytes) throws(FileError) in
        try DurableFile.replace(Self.loginsKeyName, in: state, with: bytes)
      })
  }

  /// - Returns: `nil` where there is no key, or a piece of one.
  private func readLoginSecret(_ state: any Directory) throws(ServiceError) -> SecretBytes? {
    var secret = try mapError(ServiceError.init(_:), try SecretBytes(count: KeyedHash.length))
    do throws(FileError) {
      let file = try state.open(Self.loginsKeyName)
      let count = try secret.withMutableBytes { (bytes) throws(FileError) in try file.read(into: &bytes, at: 0) }
      guard count == KeyedHash.length else { return nil }
      return secret
    } catch {
      guard error.isNotFound || error.isUnreadableMedium else { throw .state(error) }
      return nil
    }
  }

  func failedLogins() throws(ServiceError) -> FailedLogins {
    try readFailedLogins(try openState())
  }

  /// Runs a change of what is recorded of logins.
  func withLoginsLock(_ body: () throws(ServiceError) -> Void) throws(ServiceError) {
    try withLock(.logIn, name: Self.loginsLock, body)
  }

  private func changeFailedLogins(
    _ change: (inout FailedLogins) throws(ServiceError) -> Void
  ) throws(ServiceError) {
    let state = try openState()
    try withLoginsLock { () throws(ServiceError) in
      var failures = try readFailedLogins(state)
      let previous = failures
      try change(&failures)
      guard failures != previous else { return }
      let bytes = failures.bytes
      try mapError(ServiceError.state, try DurableFile.replace(Self.loginsName, in: state, with: bytes.span))
    }
  }

  private func readFailedLogins(_ state: any Directory) throws(ServiceError) -> FailedLogins {
    do {
      return FailedLogins(try state.open(Self.loginsName).readAll(limit: FailedLogins.longestFile))
    } catch {
      guard error.isNotFound || error.isUnreadableMedium else { throw .state(error) }
      return FailedLogins()
    }
  }
}
