import BackupStore
import Testing

/// Archives with one fault each, and what the reader says to it.
@Suite struct ArchiveRefusalTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let error: ArchiveError
    let bytes: [UInt8]

    /// A fault after a manifest of the modules at `modules`.
    init(
      _ description: String, _ error: ArchiveError, modules: [String] = [], zeros: Int = 1_024,
      _ build: (inout HandmadeArchive) -> Void
    ) {
      testDescription = description
      self.error = error
      var archive = HandmadeArchive(modules: modules)
      build(&archive)
      bytes = archive.ended(zeros: zeros)
    }

    init(_ description: String, _ path: String, _ rule: ArchiveRule, _ build: (inout HandmadeArchive) -> Void) {
      self.init(description, .refused(path: path, rule), build)
    }

    /// A fault in the manifest.
    init(_ description: String, _ fault: ArchiveError.ManifestFault, manifest: String) {
      testDescription = description
      error = .manifest(fault)
      var archive = HandmadeArchive(empty: ())
      archive.file("manifest.json", Array(manifest.utf8))
      bytes = archive.ended()
    }

    /// A fault in a header at offset 1,024.
    static func header(
      _ description: String, _ fault: ArchiveError.HeaderFault, _ build: (inout HandmadeArchive) -> Void
    ) -> Case {
      Case(description, .header(offset: 1_024, fault), build)
    }
  }

  @Test(arguments: headers + paths + order + records + maps) func isRefused(_ fault: Case) {
    #expect(archiveFault(fault.bytes) == fault.error)
    #expect(archiveFault(fault.bytes, pieces: 7) == fault.error)
  }

  @Test(arguments: manifests) func manifestIsRefused(_ fault: Case) {
    #expect(archiveFault(fault.bytes) == fault.error)
  }

  private static let headers: [Case] =
    [
      .header("GNU magic", .magic) { $0.header("config", type: "5") { $0[262...264] = [0x20, 0x20, 0] } },
      .header("old tar", .magic) {
        $0.header("config", type: "5") { $0[257..<265] = ArraySlice(repeating: 0, count: 8) }
      },
      .header("noise", .magic) { $0.pad([1]) },
      .header("size in base 256", .number) { $0.header("config/a", type: "0") { $0[124] = 0x80 } },
      .header("size with a sign", .number) { $0.header("config/a", type: "0") { $0[124] = UInt8(ascii: "-") } },
      .header("no mode", .number) {
        $0.header("config/a", type: "0") { $0[100..<108] = ArraySlice(repeating: 0, count: 8) }
      },
      .header("digit 8", .number) { $0.header("config/a", type: "0") { $0[136] = UInt8(ascii: "8") } },
      .header("name after its end", .name) { $0.header("config/a", type: "0") { $0[50] = 1 } },
      .header("target after its end", .name) { $0.header("config/a", type: "2", target: "b") { $0[200] = 1 } },
      Case("padding", .header(offset: 1_024 + 512 + 511, .padding)) {
        $0.header("config/a", type: "0", size: 1)
        $0.pad([1] + [UInt8](repeating: 0, count: 510) + [1])
      },
      Case("something after the end", .trailingData(offset: 1_024 + 1_536)) {
        $0.pad([UInt8](repeating: 0, count: 1_536) + [1])
      },
      Case("one block of zeros", .truncated, zeros: 512) { _ in },
      Case("no zeros", .truncated, zeros: 0) { $0.directory("config") },
      Case("half a block", .truncated, zeros: 1_300) { _ in },
      Case("contents are short", .truncated, zeros: 0) { $0.header("config/a", type: "0", size: 9) },
    ]
    + "1346 7gLKSDAX".map { type in
      Case("type \(type)", "config/a", .unsupportedType) { $0.header("config/a", type: type, target: "config") }
    }

  private static let paths: [Case] = [
    Case("absolute", "/config/a", .emptyComponent) { $0.file("/config/a") },
    Case("empty component", "config//a", .emptyComponent) { $0.file("config//a") },
    Case("file with a slash", "config/a/", .emptyComponent) { $0.file("config/a/") },
    Case("directory with two slashes", "config/a//", .emptyComponent) { $0.directory("config/a//") },
    Case("no name", "", .emptyComponent) { $0.file("") },
    Case("..", "config/../a", .dotComponent) { $0.file("config/../a") },
    Case(".. at the end", "config/..", .dotComponent) { $0.directory("config/..") },
    Case(".", "./config/a", .dotComponent) { $0.file("./config/a") },
    Case(".. in a record", "config/../../etc/shadow", .dotComponent) {
      $0.record("path", "config/../../etc/shadow")
      $0.file("config/a")
    },
    Case("not UTF-8", "config/\\xFF", .pathNotUTF8) { $0.header("config/?", type: "0") { $0[7] = 0xFF } },
    Case("zero byte", "config/a\0b", .pathNotUTF8) {
      $0.record("path", "config/a\0b")
      $0.file("config/a")
    },
    Case("4,096 bytes", "config/" + String(repeating: "p", count: 4_089), .pathTooLong) {
      $0.record("path", "config/" + String(repeating: "p", count: 4_089))
      $0.file("config/a")
    },
    Case("another top", "etc/passwd", .unexpectedName) { $0.file("etc/passwd") },
    Case("like a top", "configuration", .unexpectedName) { $0.directory("configuration") },
    Case("below a module", "modules/a/b", .unexpectedName) { $0.file("modules/a/b") },
    Case("no address", "modules/a\u{7F}", .unexpectedName) { $0.file("modules/a\u{7F}") },
    Case("config is a file", "config", .unexpectedKind) { $0.file("config") },
    Case("config is a link", "config", .unexpectedKind) { $0.link("config", to: "/etc") },
    Case("modules is a link", "modules", .unexpectedKind) { $0.link("modules", to: "/etc") },
    Case("module is a link", .refused(path: "modules/a", .unexpectedKind), modules: ["a"]) {
      $0.link("modules/a", to: "b")
    },
    Case("directory with contents", "config/a/", .unexpectedSize) { $0.file("config/a/", [1], type: "5") },
    Case("link with contents", "config/a", .unexpectedSize) {
      $0.header("config/a", type: "2", size: 1, target: "b")
      $0.pad([1])
    },
    Case("link to nothing", "config/a", .badTarget) { $0.link("config/a", to: "") },
    Case("target not UTF-8", "config/a", .badTarget) {
      $0.header("config/a", type: "2", target: "?") { $0[157] = 0xFF }
    },
    Case("target with a zero byte", "config/a", .badTarget) {
      $0.record("linkpath", "a\0b")
      $0.link("config/a", to: "b")
    },
    Case("target of 4,096 bytes", "config/a", .badTarget) {
      $0.record("linkpath", String(repeating: "t", count: 4_096))
      $0.link("config/a", to: "b")
    },
    Case("file with a target", "config/a", .badTarget) { $0.header("config/a", type: "0", target: "b") },
    Case("directory with a target", "config/a", .badTarget) { $0.header("config/a", type: "5", target: "b") },
    Case("size beyond the format", "config/a", .tooLarge) {
      $0.record("size", "4227858433")
      $0.file("config/a")
    },
  ]

  private static let order: [Case] = [
    Case("through a link", "config/a/b", .throughNonDirectory) {
      $0.link("config/a", to: "/etc")
      $0.file("config/a/b")
    },
    Case("deep through a link", "config/a/b/c", .throughNonDirectory) {
      $0.link("config/a", to: "/etc")
      $0.file("config/a/b/c")
    },
    Case("through a file", "config/a/b", .throughNonDirectory) {
      $0.file("config/a")
      $0.file("config/a/b")
    },
    Case("file twice", "config/a", .duplicate) {
      $0.file("config/a")
      $0.file("config/a")
    },
    Case("directory twice", "config/a/", .duplicate) {
      $0.directory("config/a")
      $0.directory("config/a/")
    },
    Case("link over a directory", "config/a", .duplicate) {
      $0.directory("config/a")
      $0.link("config/a", to: "b")
    },
    Case("file over an implied directory", "config/a", .duplicate) {
      $0.file("config/a/b")
      $0.file("config/a")
    },
    Case("contents first", "config/a", .contentsFirst) {
      $0.file("config/a/b")
      $0.directory("config/a")
    },
    Case("config after its contents", "config", .contentsFirst) {
      $0.file("config/a")
      $0.directory("config")
    },
    Case("second manifest", "manifest.json", .duplicate) { $0.file("manifest.json", Array("{}".utf8)) },
    Case("module not listed", "modules/a", .notInManifest) { $0.file("modules/a") },
    Case("module twice", .refused(path: "modules/a", .duplicate), modules: ["a"]) {
      $0.file("modules/a")
      $0.file("modules/a")
    },
    Case("module missing", .refused(path: "modules/b", .missing), modules: ["a", "b"]) { $0.file("modules/a") },
    Case("no manifest", "config", .missing) {
      $0 = HandmadeArchive(empty: ())
      $0.directory("config")
    },
    Case("nothing", "manifest.json", .missing) { $0 = HandmadeArchive(empty: ()) },
    Case("manifest is a directory", "manifest.json", .unexpectedKind) {
      $0 = HandmadeArchive(empty: ())
      $0.directory("manifest.json")
    },
    Case("manifest of more than 1 MiB", "manifest.json", .tooLarge) {
      $0 = HandmadeArchive(empty: ())
      $0.file("manifest.json", [UInt8](repeating: 0x20, count: (1 << 20) + 1))
    },
    Case("empty manifest", .manifest(.notJSON)) {
      $0 = HandmadeArchive(empty: ())
      $0.file("manifest.json")
    },
  ]

  private static let records: [Case] =
    [
      "", "9", "5 a=b\n", "7 a=b\n", "6 a=b\n", "09 uid=12", "11 uid=1234", "9 uid 12\n", "0 uid=12\n",
      "99999 uid=1\n", "-9 uid=12\n", HandmadeArchive.record("atime", "1"),
      HandmadeArchive.record("SCHILY.xattr.u", "1"), HandmadeArchive.record("SCHILY.xattr.user.", "1"),
      HandmadeArchive.record("SCHILY.xattr.trusted.overlay.opaque", "y"),
      HandmadeArchive.record("SCHILY.xattr.system.nfs4_acl", "1"), HandmadeArchive.record("SCHILY.xattr.user.a%", "1"),
      HandmadeArchive.record("SCHILY.xattr.user." + String(repeating: "n", count: 251), "1"),
      HandmadeArchive.record("SCHILY.xattr.user.a", "1") + HandmadeArchive.record("SCHILY.xattr.user.a", "2"),
      HandmadeArchive.record("SCHILY.xattr.user.=", "1") + HandmadeArchive.record("SCHILY.xattr.user.", "1"),
      HandmadeArchive.record("SCHILY.xattr.user.a", String(repeating: "v", count: 65_537)),
      HandmadeArchive.record("SCHILY.acl.access", "user::rwx"),
      HandmadeArchive.record("SCHILY.acl.default", "user::rwx"),
      HandmadeArchive.record("GNU.sparse.size", "1"), HandmadeArchive.record("hdrcharset", "UTF-8"),
      HandmadeArchive.record("hdrcharset", "BINARY") + HandmadeArchive.record("hdrcharset", "BINARY"),
      HandmadeArchive.record("GNU.sparse.major", "1"), sparse(major: "0"), sparse(minor: "1"),
      sparse(size: "4611686018427387905"), sparse(size: "-1"),
      sparse() + HandmadeArchive.record("GNU.sparse.name", "a"),
      HandmadeArchive.record("uid", ""), HandmadeArchive.record("uid", "-1"),
      HandmadeArchive.record("gid", "4294967295"),
      HandmadeArchive.record("size", "1x"), HandmadeArchive.record("size", "99999999999999999999"),
      HandmadeArchive.record("mtime", ""), HandmadeArchive.record("mtime", ".5"),
      HandmadeArchive.record("mtime", "1.-1"),
      HandmadeArchive.record("mtime", "1e9"), HandmadeArchive.record("mtime", "--1"),
      HandmadeArchive.record("mtime", "9223372036854775808"),
      HandmadeArchive.record("uid", "1") + HandmadeArchive.record("uid", "1"),
      HandmadeArchive.record("uid", "1") + "\n",
    ].map { text in
      .header("records \(text.debugDescription)", .records) {
        $0.records(text)
        $0.file("config/a")
      }
    } + [
      .header("records of more than 1 MiB", .records) {
        for number in 0..<17 {
          $0.records(
            (0..<17).map { HandmadeArchive.record("SCHILY.xattr.user.\($0)", String(repeating: "v", count: 65_000)) }
              .joined())
          $0.file("config/\(number)")
        }
      },
      Case("records of records", .header(offset: 2_048, .strayRecords)) {
        $0.record("uid", "1")
        $0.record("uid", "1")
        $0.file("config/a")
      },
      Case("records of nothing", .header(offset: 2_048, .strayRecords)) { $0.record("uid", "1") },
    ]

  private static func sparse(major: String = "1", minor: String = "0", size: String = "9") -> String {
    HandmadeArchive.sparse("config/a", major: major, minor: minor, size: size)
  }

  /// A file with holes of `size` bytes, with a map as it is and as much data.
  private static func map(_ description: String, _ text: String, size: String = "8192", data: Int = 0) -> Case {
    Case(description, "config/a", .badMap) { archive in
      archive.records(HandmadeArchive.sparse("config/a", size: size))
      var bytes = Array(text.utf8)
      bytes += [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512 + data)
      archive.file("GNUSparseFile.0/a", bytes)
    }
  }

  private static let maps: [Case] = [
    map("no map", "hello"), map("an empty number", "\n8192\n0\n"), map("a map that does not end", "2\n0\n4\n"),
    map("a sign", "1\n+8\n0\n"), map("something after the map", "1\n8192\n0\n1"),
    map("backwards", "2\n4096\n8\n0\n8\n", data: 16), map("overlapping", "2\n0\n8\n4\n8\n", data: 16),
    map("beyond the end", "1\n8190\n8\n", data: 8),
    map("an offset beyond all bounds", "1\n9223372036854775807\n8\n", data: 8),
    map("a length beyond all bounds", "1\n8\n9223372036854775807\n", data: 8),
    map("digits without end", "1\n" + String(repeating: "9", count: 400) + "\n0\n"),
    map(
      "sums that overflow", "2\n0\n4611686018427387904\n4611686018427387904\n4611686018427387904\n",
      size: "4611686018427387904"),
    map("nothing within", "2\n0\n0\n0\n8\n", data: 8), map("less data", "1\n0\n8\n", data: 7),
    map("more data", "1\n0\n8\n", data: 9), map("too many parts", "16385\n"),
    Case("of a link", "config/a", .badMap) {
      $0.records(HandmadeArchive.sparse("config/a", size: "1"))
      $0.link("config/a", to: "b")
    },
    Case("of the manifest", "manifest.json", .badMap) {
      $0 = HandmadeArchive(empty: ())
      $0.records(HandmadeArchive.sparse("manifest.json", size: "8192"))
      $0.file("manifest.json", Array("1\n8192\n0\n".utf8) + [UInt8](repeating: 0, count: 501))
    },
    Case("of a module", .refused(path: "modules/a", .badMap), modules: ["a"]) {
      $0.records(HandmadeArchive.sparse("modules/a", size: "4096"))
      $0.file("x", Array("1\n4096\n0\n".utf8))
    },
    Case("left out and there", "config/a", .leftOut) {
      $0 = HandmadeArchive(leftOut: ["config/a"])
      $0.file("config/a")
    },
    Case("left out with something in it", "config/a/b", .leftOut) {
      $0 = HandmadeArchive(leftOut: ["config/a"])
      $0.file("config/a/b")
    },
    Case("more than 16 MiB of names", "config/a17", .tooManyNames) {
      for number in 0..<18 {
        $0.records(
          (0..<15).map { HandmadeArchive.record("SCHILY.xattr.user.\($0)", String(repeating: "v", count: 65_000)) }
            .joined())
        $0.file("config/a\(number)")
      }
    },
    Case("left out elsewhere", .manifest(.leftOut(path: "modules/a"))) {
      $0 = HandmadeArchive(leftOut: ["modules/a"])
    },
    Case("left out twice", .manifest(.leftOut(path: "config/a"))) {
      $0 = HandmadeArchive(leftOut: ["config/a", "config/a"])
    },
    Case("left out above", .manifest(.leftOut(path: "config/../a"))) {
      $0 = HandmadeArchive(leftOut: ["config/../a"])
    },
    Case("left out as a whole", .manifest(.leftOut(path: "config"))) {
      $0 = HandmadeArchive(leftOut: ["config"])
    },
  ]

  private static let manifests: [Case] = [
    Case("no JSON", .notJSON, manifest: "manifest"),
    Case("an array", .notJSON, manifest: "[]"),
    Case("no fields", .notJSON, manifest: "{}"),
    Case("deep", .notJSON, manifest: String(repeating: "[", count: 100_000)),
    Case("format is text", .notJSON, manifest: HandmadeArchive.manifest(list: [], format: "\"1\"")),
    Case("format 2", .format(2), manifest: HandmadeArchive.manifest(list: [], format: "2")),
    Case("module without file", .notJSON, manifest: HandmadeArchive.manifest(list: [module("a", nil)])),
    Case(
      "file of another", .module(address: "a"), manifest: HandmadeArchive.manifest(list: [module("a", "modules/b")])),
    Case("file elsewhere", .module(address: "a"), manifest: HandmadeArchive.manifest(list: [module("a", "/etc/a")])),
    Case(
      "address", .module(address: "../a"), manifest: HandmadeArchive.manifest(list: [module("../a", "modules/../a")])),
    Case("address twice", .module(address: "a"), manifest: HandmadeArchive.manifest(["a", "a"])),
  ]

  private static func module(_ address: String, _ file: String?) -> String {
    #"{"address":"\#(address)","kind":"k","serial":"s","firmware":"f"\#(file.map { ",\"file\":\"\($0)\"" } ?? "")}"#
  }

  @Test func aWrongChecksumIsRefused() {
    var bytes = HandmadeArchive().ended()
    bytes[0] ^= 1
    #expect(archiveFault(bytes) == .header(offset: 0, .checksum))
  }
}
