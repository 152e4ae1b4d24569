import TestSupport
import Testing

@testable import BackupStore

/// What the article *The file format* shows is true as it stands there: its program is run, and its table is the
/// code's.
///
/// Its formulas are no program; the one program of the page uses them all.
struct FormatPageTests {
  private static let page: String = {
    let root = #filePath.components(before: "/Tests/")
    let bytes = (try? contents(root + "/Sources/BackupStore/BackupStore.docc/FileFormat.md")) ?? []
    return String(decoding: bytes, as: UTF8.self)
  }()

  /// The lines of the page's only block of a language, without the fences.
  private static func block(_ language: String) throws -> String {
    let parts = page.split(separator: "\n```\(language)\n", omittingEmptySubsequences: false)
    try #require(parts.count == 2, "one block of \(language)")
    return try #require(parts[1].split(separator: "\n```\n").first.map(String.init))
  }

  @Test(.enabled(if: InteropReference.isAvailable, "python3-nacl is not installed"))
  func theProgramDecryptsOurs() throws {
    try withTemporaryDirectory { folder in
      let camera = try TestCamera(folder)
      camera.stretch = RememberedKeys().stretch
      try camera.setPIN("271828")
      try write([UInt8](repeating: 0x61, count: 200_000), to: folder + "/config/large")
      try camera.create("page")
      try write(Self.block("python"), to: folder + "/decrypt.py")
      let file = camera.path("00010001")
      func decrypt(_ digits: String) throws -> ProcessOutcome {
        var options = ProcessOptions()
        options.input = Array((digits + "\n").utf8)
        return try runProcess(InteropReference.python, [folder + "/decrypt.py", file], options)
      }
      let opened = try decrypt("271828")
      #expect(opened.status == 0 && opened.errors.contains(#""label":"page""#))
      #expect(try opened.standardOutput == camera.open("00010001", "271828"))
      let refused = try decrypt("271829")
      #expect(refused.status == 1 && refused.standardOutput.isEmpty && refused.errors == "wrong PIN\n")
      try flip(file, at: 2_000)
      #expect(try decrypt("271828").errors == "damaged: file tag\n")
    }
  }

  /// A row of the table of the header.
  private struct Row {
    let range: Range<Int>
    let field: String
    let accepted: String

    init?(_ line: Substring) {
      let cells = line.split(separator: "|").map { $0.trimmed }
      guard cells.count >= 3, let offset = Int(cells[0]), let length = Int(cells[1]) else { return nil }
      range = offset..<offset + length
      field = cells[2]
      accepted = cells.count > 3 ? cells[3] : ""
    }
  }

  /// The page before the section of the escrow, and from there on: each has one table of fields.
  private static let parts = page.split(separator: "\n### 10.5 ").map(String.init)
  private static let rows = table(0)

  private static func table(_ part: Int) -> [Row] {
    guard parts.count == 2 else { return [] }
    return parts[part].split(separator: "\n").compactMap(Row.init).filter { $0.range.upperBound <= 1_024 }
  }

  @Test func theTableOfTheEscrowIsTheCodes() {
    let (rows, layout) = (Self.table(1), SealedPIN.Layout.self)
    let fields = [
      ("magic", 0..<8), ("version", 8..<10), ("zero", layout.zeros[0]), ("time", 16..<24), ("vault id", layout.vaultID),
      ("epoch", 40..<44), ("zero", layout.zeros[1]), ("public key", layout.publicKey), ("model", layout.model),
      ("serial", layout.serial), ("box", layout.box), ("digest", layout.digest),
    ]
    #expect(rows.map(\.field) == fields.map(\.0))
    #expect(rows.map(\.range) == fields.map(\.1))
    #expect((layout.time, layout.version, layout.epoch) == (16, 8, 40))
    #expect(rows.last?.range.upperBound == layout.length)
  }

  @Test func theTableOfTheHeaderHasNoGap() {
    #expect(Self.rows.first?.range.lowerBound == 0 && Self.rows.last?.range.upperBound == HeaderLayout.length)
    for (row, next) in zip(Self.rows, Self.rows.dropFirst()) { #expect(row.range.upperBound == next.range.lowerBound) }
    #expect(Self.rows.filter { $0.field == "zero" }.map(\.range) == HeaderLayout.zeros)
  }

  @Test(arguments: [
    ("magic", 0), ("version", HeaderLayout.version), ("header size", HeaderLayout.headerSize),
    ("key derivation", HeaderLayout.derivation), ("opslimit", HeaderLayout.passes),
    ("memlimit, in KiB", HeaderLayout.memoryKiB), ("salt", HeaderLayout.salt.lowerBound),
    ("vault id", HeaderLayout.vaultID.lowerBound), ("epoch", HeaderLayout.epoch),
    ("pk", HeaderLayout.publicKey.lowerBound), ("wrap nonce", HeaderLayout.wrapNonce.lowerBound),
    ("wrapped VS", HeaderLayout.wrappedSecret.lowerBound), ("pin_commit", HeaderLayout.commitment.lowerBound),
    ("backup id", HeaderLayout.backupID.lowerBound), ("counter", HeaderLayout.counter),
    ("chunk size", HeaderLayout.chunkSize), ("plaintext length L", HeaderLayout.plaintextLength),
    ("card id", HeaderLayout.cardID.lowerBound), ("sealed DK", HeaderLayout.sealedKey.lowerBound),
    ("metadata nonce", HeaderLayout.metadataNonce.lowerBound),
    ("sealed metadata", HeaderLayout.sealedMetadata.lowerBound), ("header MAC", HeaderLayout.authenticator.lowerBound),
  ])
  func theTableIsTheCodes(_ field: String, _ offset: Int) throws {
    let row = try #require(Self.rows.first { $0.field == field })
    #expect(row.range.lowerBound == offset)
  }

  @Test func theMagicIsShownInHexadecimal() throws {
    let shown = try #require(Self.rows.first?.accepted.split(separator: "`").last)
    #expect(shown.split(separator: " ").compactMap { UInt8($0, radix: 16) } == HeaderLayout.magic)
  }
}

extension Substring {
  fileprivate var trimmed: String { split(separator: " ").joined(separator: " ") }
}

extension String {
  fileprivate func components(before text: String) -> String {
    ranges(of: text).last.map { String(self[..<$0.lowerBound]) } ?? self
  }
}
