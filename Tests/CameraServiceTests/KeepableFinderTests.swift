import CameraDevice
import CameraModel
import FileSystem
import Testing

@testable import CameraService

/// What the boxes of a restore can keep.
struct KeepableFinderTests {
  private static let users = "SECTION users\nUSER1=admins:\(Bench.hash("x")):admin\nENDSECTION users\n"
  private let main = ConfigurationDocument(Array((RestoreTrees.network + users).utf8))

  private func found(_ body: (inout KeepableFinder) -> Void) -> KeepableFinder {
    var finder = KeepableFinder(RestoreTrees.kept().settings)
    body(&finder)
    return finder
  }

  /// A directory of the backup is in nobody's way, a file is.
  @Test(arguments: [true, false]) func whatIsAboveAFile(_ isDirectory: Bool) {
    let finder = found {
      $0.found(inBackup: "network", isDirectory: isDirectory)
      $0.found(current: "network/interfaces", .regular)
    }
    let obstacle: KeepObstacle? = isDirectory ? nil : .blocked(file: "network/interfaces")
    #expect(finder.parts(main).network.obstacle == obstacle)
  }

  /// Files and links of the network, and no others.
  @Test func files() {
    let finder = found {
      $0.found(current: "network/interfaces", .regular)
      $0.found(current: "network/link", .symbolicLink)
      $0.found(current: "network", .directory)
      $0.found(current: "network/pipe", .special)
      $0.found(current: "sounds/bell.wav", .regular)
    }
    #expect(finder.parts(main).network.parts.map(\.file) == ["network/interfaces", "network/link"])
  }

  /// Sections of documents only, and only those that one of the two has.
  @Test func sections() {
    let broken = ConfigurationDocument(Array("SECTION ethernet\nSECTION users\n".utf8))
    let empty = ConfigurationDocument(Array("SECTION a\nENDSECTION a\n".utf8))
    let finder = found {
      $0.found(broken, nil, at: "broken.cfg")
      $0.found(empty, empty, at: "empty.cfg")
      $0.found(empty, main, at: MainConfiguration.name)
    }
    let parts = finder.parts(main)
    #expect(parts.network.parts == [KeptPart(file: MainConfiguration.name, section: "ethernet")])
    #expect(parts.users.parts == [KeptPart(file: MainConfiguration.name, section: "users")])
  }

  /// Those of `camera.cfg` first, as they came; then others by their files; then whole files.
  @Test func theOrder() {
    let finder = found {
      $0.found(current: "network/a", .regular)
      $0.found(nil, main, at: "z.cfg")
      $0.found(nil, main, at: "b.cfg")
      $0.found(nil, main, at: MainConfiguration.name)
    }
    #expect(finder.parts(main).network.parts.map(\.file) == [MainConfiguration.name, "b.cfg", "z.cfg", "network/a"])
  }

  /// In the order of the setting, whatever their names are.
  @Test func theOrderOfSections() throws {
    let lines = "SECTION camconsole\nNETWORK_SECTIONS=wifi ethernet\nENDSECTION camconsole\n"
    var finder = KeepableFinder(try Settings(ConfigurationDocument(Array(lines.utf8))))
    let both = RestoreTrees.network + "SECTION wifi\nENDSECTION wifi\n"
    finder.found(nil, ConfigurationDocument(Array(both.utf8)), at: MainConfiguration.name)
    #expect(finder.parts(main).network.parts.map(\.section) == ["wifi", "ethernet"])
  }

  @Test func obstacles() {
    let onlyInBackup = found { $0.found(inBackup: "network/interfaces", isDirectory: false) }
    #expect(onlyInBackup.parts(nil).network.obstacle == .noConfiguration)
    #expect(onlyInBackup.parts(main).network.obstacle == nil)
    let nothing = found { _ in }.parts(ConfigurationDocument(Array(RestoreTrees.network.utf8)))
    #expect(nothing.network.obstacle == .noNetwork(sections: ["ethernet"], namesFiles: true))
    #expect(nothing.users.obstacle == .noUsers)
  }
}
