import CameraModel
import Testing

struct SSHPermissionTests {
  private func settings(_ commands: String) throws -> Settings {
    try Settings(
      ConfigurationDocument(Array("SECTION camconsole\nSSH_COMMANDS=\(commands)\nENDSECTION camconsole\n".utf8)))
  }

  private func permits(_ commands: String, _ line: String) throws -> Bool {
    try settings(commands).permitsOverSSH(CommandWords(ShellWords.withoutProgram(ShellWords.split(line))))
  }

  @Test(arguments: [
    // Whole lines.
    ("status", "status", true), ("status", "camconsole status", true), ("camconsole status", "status", true),
    ("status, backup create", "backup create", true), ("status, backup create", "backup create --keep", false),
    ("pin set", "pin set --forgotten --yes", false), ("pin set", "pin set --yes", false), ("status", "", false),
    ("status", "status extra", false), ("status, backup create", "backup", false), ("status", "Status", false),
    ("backup create", "backup created", false), ("backup export latest - --sealed", "backup export latest -", false),
    ("backup export latest - --sealed", "backup export latest - --sealed", true),
    ("backup export latest - --sealed", "backup export latest --sealed -", false),
    // More only where the line has a star.
    ("backup create *", "backup create", true), ("backup create *", "backup create --keep --label x", true),
    ("backup create *", "backup created", false), ("backup create *", "backup", false),
    ("pin set, backup *", "pin set --forgotten", false), ("backup *", "backup delete-all --yes", true),
    ("backup verify *, status", "status extra", false),
    // What says how, and not what, may be added, and stands anywhere.
    ("status", "status --json", true), ("status", "--json status", true), ("status", "--wait 5 status", true),
    ("status", "status --wait=5 --json", true), ("status --json", "status --json", true),
    ("status --json", "--json status", true), ("status --json", "status", false), ("status --wait 5", "status", true),
    // It permits nothing else.
    ("pin set", "pin set --wait --forgotten", false), ("pin set", "pin --wait 5 set --json --yes", false),
    ("pin set", "pin set --wait 5 --forgotten", false), ("pin set", "pin set --json -- --yes", false),
    ("status", "--settings /x status", false), ("status", "--demo status", false), ("status", "status --wait x", false),
    // Quoting.
    ("pin set", "\"pin set\"", false), ("pin set", "'pin' \"set\"", true), ("pin set", "pin\\ set", false),
    ("backup create --label 'a b'", "backup create --label \"a b\"", true),
    ("backup create --label 'a b'", "backup create --label a b", false),
    ("backup create --label 'a, b', status", "backup create --label 'a, b'", true),
    ("backup create --label 'a, b', status", "status", true), ("", "status", false),
  ])
  func onlyWhatIsNamed(_ commands: String, _ line: String, _ isPermitted: Bool) throws {
    #expect(try permits(commands, line) == isPermitted)
  }

  @Test(arguments: [
    "*", "* status", "status * --json", "backup create*", "back*", "--json status", "status, 'a", "a;b", "''",
  ])
  func linesThatCouldMeanTooMuch(_ commands: String) {
    #expect(throws: SettingsError.self) { try settings(commands) }
  }

  /// What is parsed is what is permitted: an option cannot be moved away from its value.
  @Test func theParserGetsWhatWasPermitted() throws {
    let given = CommandWords(try ShellWords.split("backup create --label --json --keep"))
    #expect(try settings("backup create --label --keep").permitsOverSSH(given))
    #expect(given.arguments == ["backup", "create", "--label", "--keep", "--json"])
  }
}
