import CameraModel
import Testing

struct SSHPermissionTests {
  private func settings(_ commands: String) throws -> Settings {
    try Settings(
      ConfigurationDocument(Array("SECTION camconsole\nSSH_COMMANDS=\(commands)\nENDSECTION camconsole\n".utf8)))
  }

  @Test(arguments: [
    (["status"], true), (["status", "--json"], true), (["backup", "create", "--if-changed"], true),
    (["backup"], false), (["backup", "restore", "latest"], false), (["backup", "created"], false),
    (["--settings", "x", "status"], false), (["pin", "set"], false), ([], false),
  ])
  func onlyWhatIsNamed(_ words: [String], _ isPermitted: Bool) throws {
    #expect(try settings("status, backup create").permitsOverSSH(words) == isPermitted)
  }

  @Test func nothingWhereNothingIsNamed() throws {
    #expect(try !settings("").permitsOverSSH(["status"]))
  }
}
