import BackupStore
import CameraModel
import FileSystem
import TestSupport
import Testing

/// Numbers and sizes in an archive, at their limits.
@Suite struct ArchiveBoundsTests {
  /// A module is refused by its header: not a byte of it is held.
  @Test(arguments: [(1 << 20) + 1, 400 << 20, 4_227_858_432])
  func largeModules(_ size: Int) {
    var archive = HandmadeArchive(modules: ["a"])
    archive.header("modules/a", type: "0", size: size)
    #expect(archiveFault(archive.bytes) == .refused(path: "modules/a", .moduleTooLarge))
  }

  /// All modules are held together.
  @Test func manyModules() {
    let addresses = (0..<65).map { "m\(100 + $0)" }
    var archive = HandmadeArchive(modules: addresses)
    let contents = [UInt8](repeating: 0x61, count: 1 << 20)
    for address in addresses { archive.file("modules/\(address)", contents) }
    #expect(archiveFault(archive.ended()) == .refused(path: "modules/m164", .moduleTooLarge))
  }

  @Test func moduleToBeSaved() throws {
    let large = ModuleSnapshot(
      ModuleIdentity(address: "a", kind: "k", serial: "s", firmware: "f"),
      configuration: [UInt8](repeating: 0, count: (1 << 20) + 1))
    try withTemporaryDirectory { folder in
      let configuration = try PosixFileSystem().openDirectory(at: folder)
      #expect(throws: ArchivePlanError.refused(path: "modules/a", .moduleTooLarge)) {
        try ArchivePlan(
          configuration: configuration, modules: [large],
          identity: ArchiveIdentity(model: "", serial: "", firmware: ""), created: 0)
      }
    }
  }

  /// About as many attributes as records have room for.
  @Test func manyAttributes() {
    var records = ""
    for number in 0..<25_000 { records += HandmadeArchive.record("SCHILY.xattr.user.\(number)", "") }
    var archive = HandmadeArchive()
    archive.directory("config")
    archive.records(records)
    archive.file("config/a")
    let bytes = archive.ended()
    var fault: ArchiveError?
    let seconds = processorSeconds { fault = archiveFault(bytes) }
    #expect(fault == nil && seconds < 10)
  }

  private static let numbers = [
    "0", "1", "-1", "2147483648", "4294967295", "4294967296", "9007199254740993", "4611686018427387904",
    "9223372036854775806", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
    "18446744073709551615", "99999999999999999999999999", "1e400", "NaN", "", "0.9999999999", "-0.1",
    "-9223372036854775807.999999999", "9223372036854775807.999999999", ".", "-", "-.",
  ]

  @Test(arguments: ["size", "mtime", "uid", "gid"], numbers)
  func records(_ key: String, _ value: String) {
    var archive = HandmadeArchive()
    archive.record(key, value)
    archive.file("config/a", [1, 2, 3])
    _ = archiveFault(archive.ended())
  }

  @Test(arguments: numbers)
  func holes(_ value: String) {
    for map in ["\(value)\n", "1\n\(value)\n1\n", "1\n0\n\(value)\n", "2\n0\n1\n\(value)\n\(value)\n"] {
      for size in [value, "4096", "4611686018427387904"] {
        var archive = HandmadeArchive()
        archive.records(HandmadeArchive.sparse("config/a", size: size))
        let block = Array(map.utf8) + [UInt8](repeating: 0, count: 512 - map.utf8.count)
        archive.file("x", block + [1, 2, 3])
        _ = archiveFault(archive.ended())
        _ = archiveFault(archive.ended(), pieces: 13)
      }
    }
  }

  /// Every number of a header in octal, up to the last digit that the field has room for.
  @Test(arguments: [100..<108, 108..<116, 116..<124, 124..<136, 136..<148, 329..<337, 337..<345])
  func headers(_ field: Range<Int>) {
    for digits in ["0", "1", "7"] {
      for path in ["config/a", "manifest.json", "modules/a"] {
        for count in [field.count - 1, field.count] {
          var archive = HandmadeArchive(modules: ["a"])
          archive.header(path, type: "0") { block in
            for index in field.prefix(count) { block[index] = digits.utf8.first! }
          }
          _ = archiveFault(archive.ended())
        }
      }
    }
  }

  @Test(arguments: numbers + ["null", "[]", "{}", "\"1\""])
  func manifest(_ value: String) {
    let good = ["format": "1", "created": "1", "model": "\"\"", "serial": "\"\"", "firmware": "\"\"", "modules": "[]"]
    for key in good.keys {
      let fields = good.map { #""\#($0.key)":\#($0.key == key ? value : $0.value)"# }
      var archive = HandmadeArchive(empty: ())
      archive.file("manifest.json", Array("{\(fields.joined(separator: ","))}".utf8))
      _ = archiveFault(archive.ended())
    }
  }

  @Test(arguments: ["[", "{\"a\":", "[{\"modules\":["])
  func deepManifests(_ piece: String) {
    var archive = HandmadeArchive(empty: ())
    archive.file("manifest.json", Array(String(repeating: piece, count: (1 << 20) / piece.utf8.count).utf8))
    #expect(archiveFault(archive.ended()) == .manifest(.notJSON))
  }
}
