internal import ArgumentParser
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import DemoCamera
internal import FileSystem
internal import Sodium

/// The options of every command, accepted before and after it.
struct GlobalOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Read the settings from this file.", valueName: "file"))
  var settings: String?

  @Flag(help: "Use the demo camera in ~/.local/share/camconsole-demo.")
  var demo = false

  @Option(
    help: ArgumentHelp("Use the demo camera in this directory. It is created if it does not exist.", valueName: "dir"))
  var demoDir: String?

  @Option(help: ArgumentHelp("Wait up to this time for the work of another session.", valueName: "seconds"))
  var wait = 10

  func validate() throws {
    guard (0...86_400).contains(wait) else { throw ValidationError("--wait takes 0 to 86400 seconds.") }
    try refuseEmptyPath(settings, "--settings")
    guard demoDir != "" else { throw ValidationError("--demo-dir takes a directory.") }
    guard settings == nil || !(demo || demoDir != nil) else {
      throw ValidationError("--settings and --demo cannot be used together.")
    }
    guard !(demo && demoDir != nil) else { throw ValidationError("--demo and --demo-dir cannot be used together.") }
  }

  /// Whether the camera is a demo.
  var isDemo: Bool { demo || demoDir != nil }

  /// Loads the settings, of the demo camera where one is asked for.
  ///
  /// - Throws: `.settings`; `.settingsWithheld` for a caller who may not see them.
  func loadSettings() throws(ServiceError) -> Settings {
    try Permission.check(usesSettings: settings != nil, usesDemo: isDemo)
    let path = try settingsPath()
    let file = Composition.settingsFile(isDemo: isDemo)
    do {
      let settings = try file.load(path)
      try file.check(settings)
      return settings
    } catch {
      if let caller = Permission.restricted { throw .settingsWithheld(caller) }
      throw .settings(error)
    }
  }

  /// The settings file that is named; `nil`: the default one.
  func settingsPath() throws(ServiceError) -> String? {
    isDemo ? try openDemo().settingsPath : settings.map(ThisProcess.absolute)
  }

  private func openDemo() throws(ServiceError) -> DemoDirectory {
    do {
      let path = if let demoDir { ThisProcess.absolute(demoDir) } else { try DemoDirectory.defaultPath() }
      if let camera = try DemoDirectory.open(at: path, in: Composition.files) { return camera }
      let camera = try DemoDirectory.create(
        at: path, in: Composition.files, passwordHash: factoryPasswordString())
      Output.notice("A demo camera was created in \(path).")
      return camera
    } catch let error as DemoError {
      throw .demo(DemoProblem(error))
    } catch {
      throw .secret(.noMemory)
    }
  }

  /// Runs a use case on the camera, with progress on standard error.
  func onCamera<Result>(_ body: (Camera) throws(ServiceError) -> Result) throws(ServiceError) -> Result {
    let machine = Composition.machine(try loadSettings())
    let progress = ProgressLine(isEnabled: SystemCalls.isErrorATerminal)
    defer { progress.clear() }
    let camera = Camera(
      machine, log: CommandLog.shared, waitSeconds: wait, observer: progress.observer, caller: Invocation.caller)
    SystemCalls.releaseCode()
    return try body(camera)
  }
}

/// The password string of the factory's user, for a demo camera.
private func factoryPasswordString() throws(SodiumError) -> String {
  let password = FactoryUser.password
  return try Argon2id.passwordString(for: try SecretBytes(copying: password.span))
}

/// Who called the program, as the environment tells; it serves the log only. Several accounts may have one number, so
/// the name that sshd, sudo and login give counts; the account of the number is told beside it.
enum Invocation {
  /// Bytes of a name or an address.
  private static let longest = 64

  static var caller: Caller {
    let account = ThisProcess.userName
    if let name = variable("SUDO_USER") { return Caller(name: name, origin: .sudo, account: account) }
    let name = variable("LOGNAME") ?? account
    guard let address else { return Caller(name: name, origin: .shell, account: account) }
    return Caller(name: name, origin: .ssh(address), account: account, key: key)
  }

  /// The fingerprints of the key that a client over SSH came with.
  private static let key = ThisProcess.environment("SSH_USER_AUTH").flatMap {
    SSHKey.fingerprints(inFile: $0, of: Composition.files)
  }

  /// The client's address; `nil` where nobody comes over SSH.
  static var address: String? { variable("SSH_CONNECTION").map { String($0.prefix { $0 != " " }) } }

  private static func variable(_ name: String) -> String? {
    guard let value = ThisProcess.environment(name), !value.isEmpty else { return nil }
    return String(decoding: value.utf8.prefix(longest), as: UTF8.self)
  }
}

/// What a caller over SSH or `sudo` may not do: whatever takes a path.
enum Permission {
  /// Such a caller; `nil` where everything may be used. A shell of `sudo -i` looks like `sudo` itself: both have its
  /// variables.
  static var restricted: RestrictedCaller? {
    if ThisProcess.environment("SSH_ORIGINAL_COMMAND") != nil { return .ssh }
    return ThisProcess.environment("SUDO_UID") == nil ? nil : .sudo
  }

  static var isRestricted: Bool { restricted != nil }

  static func check(usesSettings: Bool, usesDemo: Bool) throws(ServiceError) {
    if usesSettings { try refuse(.option("--settings")) }
    if usesDemo { try refuse(.option("--demo")) }
  }

  /// Refuses what is not for such callers.
  static func refuse(_ use: RestrictedUse) throws(ServiceError) {
    if let restricted { throw .notPermitted(use, restricted) }
  }

  /// Refuses an option that names a file other than standard input.
  static func check(_ option: String, _ file: String?) throws(ServiceError) {
    if let file, file != "-" { try refuse(.file(option)) }
  }
}

extension DemoProblem {
  init(_ error: DemoError) {
    self =
      switch error {
      case .noHome: .noHome
      case .notADemo(let path): .notADemo(path: path)
      case .unsuitablePath(let path): .unsuitablePath(path)
      case .file(let error): .file(error)
      }
  }
}
