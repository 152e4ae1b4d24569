import TestSupport
import Testing

/// A camera with a backup, and what was changed since.
///
/// Changed: sections, files, modes and links of the configuration; the settings of modules 01 and 03. Module 02 is
/// another one, 04 is missing, 05 is of another kind, 06 is new.
struct RestoreScene {
  /// The camera as it was changed.
  let archive: [UInt8]
  /// The configuration, and the modules' settings, as in the backup.
  let backup: CameraState
  /// The same as changed.
  let changed: CameraState

  static let shared = Result { try RestoreScene() }

  private init() throws {
    let made: ([UInt8], CameraState) = try Demo.with { demo throws in
      try demo.must(Self.setUp)
      try demo.create()
      let state = try demo.state()
      try demo.must(Self.change)
      return (try demo.archive(), state)
    }
    (archive, backup) = made
    changed = try Demo.with(archive: archive) { try $0.state() }
  }

  /// Runs `body` on the changed camera.
  static func with(_ body: (Demo, RestoreScene) throws -> Void) throws {
    let scene = try shared.get()
    try Demo.with(archive: scene.archive) { try body($0, scene) }
  }

  private static let setUp = """
    cd demo; chmod 640 config/camera.cfg; chmod 750 config/sounds; : > config/empty; mkdir -m 711 config/a config/a/b
    echo deep > config/a/b/c; ln -s ../nowhere config/a/link; touch -d '2001-02-03 04:05:06.789' config/empty config/a/b
    touch -h -d '2002-03-04 05:06:07' config/a/link
    """

  private static let change = """
    cd demo; sed -i -e 's/^HOSTNAME=.*/HOSTNAME=elsewhere/' -e '/^ARMED=/d' -e '/^SECTION ethernet/a ADDED=1' config/camera.cfg
    echo new > config/new; rm config/sounds/bell.wav config/empty; ln -sfn camera-2024.pem config/certs/current.pem
    chmod 700 config/a; echo deeper > config/a/b/c; mkfifo config/pipe
    echo longer >> bus/01/config; echo 10.0.0.1 > bus/02/serial; echo other > bus/02/config; : > bus/03/config
    echo 9.9 > bus/03/firmware; rm -r bus/04; echo Info > bus/05/kind; echo kept > bus/05/config
    mkdir bus/06; for f in kind serial firmware config; do echo six > bus/06/$f; done
    """
}

/// What a restore must leave whole: the configuration with modes, owners, times and links, and the modules' settings.
struct CameraState: Equatable {
  let configuration: String
  let modules: [String: String]
}

extension Demo {
  func state() throws -> CameraState {
    let configuration = try shell(
      "cd demo/config; find . -printf '%P|%y|%m|%U|%G|%T@|%l\\n' | LC_ALL=C sort; find . -type f -exec sha256sum {} + | LC_ALL=C sort"
    )
    let modules = try shell("cd demo/bus; for m in *; do echo $m $(sha256sum < $m/config); done").text
    let pairs = modules.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    return CameraState(
      configuration: configuration.text, modules: Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) }))
  }

  @discardableResult
  func restore(_ options: String = "", environment: [String: String] = [:]) throws -> ProcessOutcome {
    try run("backup restore latest --yes --pin-file - " + options, input: Demo.pin, environment: environment)
  }

  /// Expects that nothing is left of a restore but, of a finished one, its outcome.
  func expectNoTraces(_ moment: String = "", _ location: SourceLocation = #_sourceLocation) throws {
    let left = try shell(
      "ls -A demo | grep -F .camconsole | grep -v -x .camconsole-demo; ls -A demo/state | grep restore | grep -v -x restored"
    )
    #expect(left.text == "", "\(moment): \(left.text)", sourceLocation: location)
  }

  /// Expects that a restore changed nothing.
  func expectUntouched(
    _ scene: RestoreScene, _ moment: String = "", _ location: SourceLocation = #_sourceLocation
  ) throws {
    #expect(try state() == scene.changed, "\(moment)", sourceLocation: location)
    try expectNoTraces(moment, location)
  }
}

extension RestoreScene {
  /// The modules after a restore: of those that the backup has, 01 to 03 can be written.
  var restoredModules: [String: String] {
    changed.modules.merging(backup.modules.filter { ["01", "02", "03"].contains($0.key) }) { $1 }
  }

  /// After Undo: what was changed, but for the pipe, which no backup has.
  var undone: CameraState {
    let lines = changed.configuration.split(separator: "\n", omittingEmptySubsequences: false)
    return CameraState(
      configuration: lines.filter { !$0.hasPrefix("pipe|") }.joined(separator: "\n"), modules: changed.modules)
  }

  var restored: CameraState { CameraState(configuration: backup.configuration, modules: restoredModules) }
}
