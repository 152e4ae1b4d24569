import BackupStore
import FileSystem
import Glibc
import TestSupport
import Testing

/// What GNU tar and bsdtar make of our archives.
@Suite struct ArchiveToolTests {
  enum Tool: String, CaseIterable {
    case tar = "/bin/tar"
    case bsdtar = "/usr/bin/bsdtar"

    static let areThere = allCases.allSatisfy { unsafe access($0.rawValue, X_OK) == 0 }
  }

  @Test(.enabled(if: Tool.areThere, "needs tar and bsdtar"), arguments: Tool.allCases) func listsAndExtracts(
    _ tool: Tool
  ) throws {
    let tree = TemporaryTree()
    fill(tree)
    let plan = try tree.plan(archiveModules)
    tree.file("archive.tar", try plan.bytes())

    let list = try runProcess(tool.rawValue, ["-tf", tree.path + "/archive.tar"])
    #expect(list.status == 0)
    #expect(String(decoding: list.standardError, as: UTF8.self) == "")
    #expect(list.standardOutput.split(separator: UInt8(ascii: "\n")).count == plan.entries.count)
    let details = try runProcess(tool.rawValue, ["-tvf", tree.path + "/archive.tar"])
    #expect(details.status == 0 && details.standardError.isEmpty)

    tree.directory("out")
    let extracted = try runProcess(
      tool.rawValue, ["-xpf", tree.path + "/archive.tar", "--numeric-owner", "-C", tree.path + "/out"])
    #expect(extracted.status == 0)
    #expect(String(decoding: extracted.standardError, as: UTF8.self) == "")
    try expectEqualTrees(tree)
    #expect(try tree.open("out/modules").open("bus0-50").readAll(limit: 9) == [1, 2, 3])
    #expect(try !tree.open("out/modules").contains("bus1-7"))
    #expect(try tree.open("out").open("manifest.json").readAll(limit: 9_999) == plan.manifest.encoded())
  }

  /// Another writer's archive of the same files, with its own order of headers, records and blocking.
  @Test func whatGNUTarWritesIsRead() throws {
    let tree = TemporaryTree()
    fill(tree)
    tree.remove("config/a-pipe")
    let plan = try tree.plan(archiveModules)
    tree.file("archive.tar", try plan.bytes())
    let (archive, again) = (tree.path + "/archive.tar", tree.path + "/again.tar")
    tree.directory("out")
    _ = try runProcess("/bin/tar", ["-xpf", archive, "--numeric-owner", "-C", tree.path + "/out"])
    let options = ["--format=pax", "--pax-option=delete=atime,delete=ctime", "--hard-dereference", "--sort=name"]
    let packed = try runProcess(
      "/bin/tar", options + ["-cf", again, "-C", tree.path + "/out", "manifest.json", "config", "modules"])
    #expect(packed.status == 0)
    let bytes = try tree.open().open("again.tar").readAll(limit: 2_000_000)
    let (ours, others) = (try readArchive(plan.bytes()), try readArchive(bytes))
    #expect(others.manifest == ours.manifest)
    let isMine = getuid() == 0
    for item in ours.items {
      let other = others.items.first { $0.entry.path == item.entry.path }
      #expect(other?.contents == item.contents)
      if isMine { #expect(other?.entry == item.entry) }
    }
    #expect(others.items.count == ours.items.count)
  }

  @Test func restoresTimesBefore1970() throws {
    let tree = TemporaryTree()
    tree.directory("config")
    tree.file("config/half")
    tree.time("config/half", -2, 750_000_000)
    tree.file("config/whole")
    tree.time("config/whole", -86_400)
    tree.file("archive.tar", try tree.plan().bytes())
    tree.directory("out")
    // A warning of an implausibly old time is all that it has to say.
    let extracted = try runProcess("/bin/tar", ["-xpf", tree.path + "/archive.tar", "-C", tree.path + "/out"])
    #expect(extracted.status == 0)
    #expect(try attributes(tree.path + "/config") == attributes(tree.path + "/out/config"))
    let seconds = try readArchive(tree.plan().bytes()).items.map(\.entry.modified)
    #expect(
      seconds.dropFirst() == [
        FileTime(seconds: -2, nanoseconds: 750_000_000), FileTime(seconds: -86_400, nanoseconds: 0),
      ])
  }

  /// Compares by tools that are not ours.
  private func expectEqualTrees(_ tree: TemporaryTree) throws {
    let contents = try runProcess(
      "/usr/bin/diff", ["-r", "--no-dereference", "-x", "a-pipe", tree.path + "/config", tree.path + "/out/config"])
    #expect(contents.text == "" && contents.status == 0)
    let (before, after) = (try attributes(tree.path + "/config"), try attributes(tree.path + "/out/config"))
    #expect(before.count > 20)
    for (before, after) in zip(before, after) { #expect(before == after) }
    #expect(before.count == after.count)
  }

  private func attributes(_ path: String) throws -> [String] {
    let found = try runProcess(
      "/usr/bin/find", [path, "!", "-type", "p", "-printf", "%P %y %m %U %G %T@ %l\\n"])
    return found.text.split(separator: "\n").map(String.init).sorted()
  }

  private func fill(_ tree: TemporaryTree) {
    var noise = SeededGenerator(seed: 1)
    tree.directory("config", mode: 0o750)
    for size in [0, 1, 511, 512, 513, 65_535, 65_536, 65_537, 200_000] {
      tree.file("config/size-\(size)", noise.bytes(size), mode: size % 2 == 0 ? 0o600 : 0o755)
    }
    for (directory, file) in [
      (0, 93), (46, 46), (0, 94), (147, 100), (148, 99), (120, 127), (99, 0), (100, 0), (246, 1),
    ] {
      let name = String(repeating: "d", count: directory)
      if directory > 0 { tree.directory("config/" + name) }
      let path = "config/" + name + (directory > 0 ? "/" : "")
      if file > 0 { tree.file(path + String(repeating: "f", count: file), noise.bytes(directory + file)) }
    }
    tree.directory("config/" + String(repeating: "e", count: 248))
    tree.directory("config/dir")
    tree.directory("config/dir-with")
    tree.directory("config/dir/empty", mode: 0o700)
    tree.file("config/dir/Grüße – 日本.conf", Array("ü".utf8))
    tree.file("config/dir/new\nline", [1])
    tree.link("config/link", to: "dir/../../outside")
    tree.link("config/long", to: String(repeating: "t/", count: 51))
    tree.link("config/ünicode", to: "zürich")
    tree.hardLink("config/second", to: "config/size-513")
    tree.pipe("config/a-pipe")
    tree.file("config/rich")
    if getuid() == 0 { tree.owner("config/rich", 4_000_000_000, 3_000_000) }
    tree.time("config/size-1", 1_600_000_000, 123_456_789)
    tree.time("config/size-511", 0, 500_000_000)
    tree.time("config/link", 1_500_000_000, 100)
    tree.time("config/dir/empty", 1_400_000_000)
    tree.time("config", 1_300_000_000, 5)
  }
}
