import FileSystem
import Glibc
import TestSupport
import Testing

@testable import BackupStore

/// What a directory holds beside names and contents, and names and contents of every kind.
@Suite struct ArchiveFidelityTests {
  private let tree = TemporaryTree()

  init() {
    tree.directory("config")
  }

  @discardableResult
  private func shell(_ script: String) throws -> String {
    let outcome = try runProcess("/bin/bash", ["-c", "cd \(tree.path) && set -e; \(script)"])
    try #require(outcome.status == 0, "\(outcome.errors)")
    return outcome.text
  }

  private func write() throws -> ArchivePlan {
    let plan = try tree.plan()
    tree.file("archive.tar", try plan.bytes())
    return plan
  }

  /// Extracts with a program that is not ours, and returns what it complained of.
  private func extract(_ tool: ArchiveToolTests.Tool) throws {
    tree.directory("out")
    let options = tool == .tar ? ["--xattrs", "--xattrs-include=*", "--warning=no-unknown-keyword"] : []
    let outcome = try runProcess(
      tool.rawValue, options + ["-xpf", tree.path + "/archive.tar", "-C", tree.path + "/out"])
    #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
  }

  @Test(.enabled(if: geteuid() == 0, "needs root"), arguments: ArchiveToolTests.Tool.allCases)
  func attributesAreExtracted(_ tool: ArchiveToolTests.Tool) throws {
    try shell(
      """
      cd config; setfattr -n user.root -v 'of the directory' .; echo p > program; chmod 4755 program
      setcap cap_net_raw+ep program; setfattr -n user.bytes -v 0x00ff0a3d program; setfattr -n user.empty program
      setfattr -n user.a%b -v percent program; setfattr -n trusted.mark -v t program
      setfattr -n security.selinux -v system_u:object_r:etc_t:s0 program
      mkdir shared; chown 5:7 shared; chmod 2775 shared; setfacl -d -m u:1234:rwx,g:55:r-x shared
      setfacl -m u:1234:r-x,g:55:rwx,o::--- shared; ln -s program link; setfattr -h -n trusted.link -v l link
      """)
    let plan = try write()
    #expect(plan.entries.count == 5)
    try extract(tool)
    // A percent sign in a name is encoded as GNU tar does it; bsdtar does not decode it.
    let list =
      "find . -printf '%P %m %U:%G\\n' | LC_ALL=C sort; getfattr -h -d -m - -e hex -R . 2>/dev/null | grep -v 'user.a%' "
    let (before, after) = (try shell("cd config; \(list)"), try shell("cd out/config; \(list)"))
    #expect(before == after)
    for word in ["capability", "selinux", "acl_access", "acl_default", "trusted.link", "user.root", "user.empty"] {
      #expect(before.contains(word))
    }
    if tool == .tar { #expect(try shell("getfattr -n user.a%b --only-values out/config/program") == "percent") }
  }

  @Test(.enabled(if: geteuid() == 0, "needs root")) func attributesAreRead() throws {
    try shell("cd config; echo 1 > a; setfattr -n user.x=% -v v a; setfacl -m u:7:rw a; setfattr -n user.d -v w .")
    let plan = try write()
    let entries = try readArchive(plan.bytes()).items.map(\.entry)
    #expect(entries == Array(plan.entries.dropFirst()))
    #expect(entries[1].extended.map(\.text) == [ExtendedAttribute.accessList, "user.x=%"])
    #expect(entries[0].extended == [ExtendedAttribute("user.d", Array("w".utf8))])
  }

  @Test(.enabled(if: geteuid() == 0, "needs root")) func theDigestKnowsAttributes() throws {
    tree.file("config/a", [1])
    var digests: Set<[UInt8]> = [try tree.plan().contentDigest()]
    for change in [
      "setfattr -n user.a -v 1 config/a", "setfattr -n user.a -v 2 config/a", "chmod 4644 config/a", "chown 5 config/a",
      "setfacl -m u:9:r config/a", "setfattr -n user.a -v 2 config", "setfacl -d -m u:9:r config",
    ] {
      try shell(change)
      #expect(try digests.insert(tree.plan().contentDigest()).inserted, "\(change)")
    }
  }

  @Test(arguments: ArchiveToolTests.Tool.allCases) func namesThatAreNotUTF8(_ tool: ArchiveToolTests.Tool) throws {
    try shell(
      #"""
      cd config; mkdir $'d\xe9'; echo 1 > $'d\xe9/T\xfcr'; ln -s $'\xff\xfe' $'l\xe9'; echo 2 > $'\x01\x02'; echo 3 > 'a\b'
      echo 4 > $'new\nline'; mkdir grün
      """#)
    let plan = try write()
    #expect(plan.entries.map(\.path.text).contains(#"config/d\xE9/T\xFCr"#))
    let items = try readArchive(plan.bytes()).items
    #expect(items.map(\.entry) == Array(plan.entries.dropFirst()))
    #expect(items.contains { $0.entry.kind == .link(target: #"\xFF\xFE"#) })
    try extract(tool)
    let list = "find . -printf '%P %y %l\\n' | LC_ALL=C sort | od -c"
    #expect(try shell("cd config; \(list)") == shell("cd out/config; \(list)"))
    _ = try shell("diff -r --no-dereference config out/config")
  }

  @Test(arguments: ArchiveToolTests.Tool.allCases) func holes(_ tool: ArchiveToolTests.Tool) throws {
    try shell(
      """
      cd config; truncate -s 20G all; truncate -s 10G last; echo data | dd of=last conv=notrunc status=none
      echo data | dd of=first bs=1M seek=3000 status=none
      for at in 1 3 5 7 900; do echo $at | dd of=many bs=64k seek=$at conv=notrunc status=none; done
      """)
    let plan = try write()
    #expect(plan.length < 1_000_000)
    let blocks = "du -k all last first many | cut -f1,2"
    let own = try shell("cd config; \(blocks)")
    try extract(tool)
    #expect(try shell("cd out/config; \(blocks)") == own)
    // Where no blocks are, nothing is to be compared: gigabytes of zeros.
    _ = try shell("cmp config/many out/config/many; cmp -i 3145700000 config/first out/config/first")
    #expect(try shell("stat -c %s out/config/all out/config/last") == "21474836480\n10737418240\n")
    let recorder = try readArchive(plan.bytes(), holes: true)
    #expect(recorder.items.map(\.entry) == Array(plan.entries.dropFirst()))
    #expect(recorder.items.first { $0.entry.path.text == "config/all" }?.holes == 21_474_836_480)
  }

  /// Where a file system has holes, makes no difference.
  @Test func theDigestDoesNotKnowHoles() throws {
    let (zeros, data) = ([UInt8](repeating: 0, count: 100_000), [UInt8](repeating: 7, count: 5_000))
    tree.file("config/a", zeros + data + zeros)
    let plan = try tree.plan()
    #expect(plan.entries[2].map == nil)
    let digest = try plan.contentDigest()
    try shell("cd config; truncate -s 0 a; truncate -s 205000 a")
    let file = try tree.open("config").openForWriting("a")
    try file.write(data.span, at: 100_000)
    let sparse = try tree.plan()
    #expect(sparse.entries[2].map != nil)
    #expect(try sparse.contentDigest() == digest)
    try file.write([1].span, at: 150_000)
    #expect(try tree.plan().contentDigest() != digest)
  }

  /// More parts than the format takes: the smallest holes become data.
  @Test func tooManyHoles() throws {
    let parts = (0..<50_000).map { Int64($0) * 8_192..<Int64($0) * 8_192 + 4_096 }
    let map = try #require(SparseMap(parts + [1 << 40..<1 << 40 + 1], size: 1 << 41))
    #expect(map.parts.count == 2 && map.parts[0] == 0..<49_999 * 8_192 + 4_096)
    #expect(SparseMap([0..<5], size: 5) == nil && SparseMap([], size: 0) == nil)
    #expect(SparseMap([], size: 5)?.storedSize == 512)
  }

  /// The metadata fit whatever is counted, and however long the names are.
  @Test func metadataFit() throws {
    let most = BackupMetadata.numbers.upperBound
    let metadata = BackupMetadata(
      created: BackupMetadata.times.upperBound, files: most, modules: most, modulesTotal: most, leftOut: most,
      label: String(repeating: "\"", count: 32), model: String(repeating: "ü", count: 24),
      serial: String(repeating: "\\", count: 24), firmware: String(repeating: "f", count: 48))
    let bytes = try metadata.encoded()
    #expect(bytes.count == 512 && bytes.last == 0x20)
    #expect(BackupMetadata(decoding: bytes) == metadata)
    #expect(BackupMetadata(modules: 4, modulesTotal: 5).modulesText == "4/5")
    #expect(BackupMetadata(modules: 5, modulesTotal: 5).modulesText == "5")
  }
}
