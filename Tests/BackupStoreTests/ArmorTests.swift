import TestSupport
import Testing

@testable import BackupStore

/// Backup files as text.
struct ArmorTests {
  /// Runs `body` with a backup file and its text.
  private func with(_ body: (_ file: [UInt8], _ text: String) throws -> Void) throws {
    try withCamera { camera in
      try camera.create("one")
      let file = try contents(camera.path("00010001"))
      try body(file, String(decoding: armored(file), as: UTF8.self))
    }
  }

  /// What Python makes of a file is what is written, for every length of the last line.
  @Test(.enabled(if: InteropReference.isAvailable, "needs python3 and python3-nacl")) func anIndependentEncoder() throws
  {
    let script = """
      import base64, hashlib, sys
      data = sys.stdin.buffer.read()
      text = base64.b64encode(data).decode()
      print("-----BEGIN CAMCONSOLE BACKUP-----")
      for start in range(0, len(text), 64): print(text[start:start + 64])
      print("SHA-256: " + hashlib.sha256(data).hexdigest())
      print("-----END CAMCONSOLE BACKUP-----")
      """
    for count in [1, 2, 3, 47, 48, 49, 95, 96, 97, 10_000] {
      var options = ProcessOptions()
      options.input = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 151) }
      let python = try runProcess("/usr/bin/python3", ["-c", script], options)
      for piece in [1, 5, 48, 20_000] {
        #expect(armored(options.input, piece: piece) == python.standardOutput, "\(count) \(piece)")
      }
    }
  }

  @Test func bothFormsComeBack() throws {
    try with { (file, text) throws in
      for piece in [1, 7, 64, 100_000] {
        #expect(try received(MemoryInput(file, piece: piece)) == file)
        #expect(try received(MemoryInput(text, piece: piece)) == file)
      }
    }
  }

  /// What terminals, editors and tickets do to a text.
  @Test func whatIsPermitted() throws {
    try with { (file, text) throws in
      let lines = text.split(separator: "\n").map(String.init)
      let body = lines[1..<lines.count - 2].joined()
      let checksum = lines[lines.count - 2]
      func wrapped(_ length: Int) -> String {
        stride(from: 0, to: body.count, by: length).map { String(body.dropFirst($0).prefix(length)) + "\n" }.joined()
      }
      for changed in [
        text.replacing("\n", with: "\r\n"), text.replacing("\n", with: " \t\n"), text.replacing("\n", with: "\n\n"),
        "\u{FEFF}" + text, "Dear colleague,\nhere it is:\n" + text + "Regards\n", String(text.dropLast()),
        lines[0] + "\n" + wrapped(1_024) + checksum.uppercased() + "\n" + lines.last! + "\n",
        lines[0] + "\n" + wrapped(5) + checksum + "\n" + lines.last!,
        String(repeating: "motd ", count: 13_000) + "\n" + text,
      ] {
        #expect(try received(MemoryInput(changed)) == file, "\(changed.prefix(80))")
      }
    }
  }

  /// Nothing is read behind the last line, so that a terminal need not end the input.
  @Test func theEndIsTheLastLine() throws {
    try with { (file, text) throws in
      let input = MemoryInput(text + "rest", piece: 1)
      #expect(try received(input) == file)
      #expect(input.taken == text.utf8.count)
    }
  }

  @Test func damageIsNamed() throws {
    try with { (_, text) throws in
      let lines = text.split(separator: "\n").map(String.init)
      func without(_ number: Int) -> String {
        (lines[..<number] + lines[(number + 1)...]).joined(separator: "\n") + "\n"
      }
      let other = lines[5].hasPrefix("A") ? "B" : "A"
      for (changed, words) in [
        (text.replacing(lines[5], with: lines[5].dropFirst() + "*"), "text(line: 6)"),
        (text.replacing(lines[5], with: "=" + lines[5].dropFirst()), "text(line: 6)"),
        (text.replacing(lines[5], with: other + lines[5].dropFirst()), "checksum"),
        (without(40), "checksum"), (without(lines.count - 1), "cut"), (without(lines.count - 2), "text(line:"),
        (without(0), "notABackup"), (text.replacing("SHA-256: ", with: "SHA-256: 0"), "checksum"),
        (String(repeating: "motd ", count: 13_200) + "\n" + text, "notABackup"),
        (lines[0] + "\n" + String(repeating: "A", count: 2_000), "text(line: 2)"), ("", "notABackup"),
        ("hello\n", "notABackup"), (lines[0] + "\n", "notABackup"),
      ] {
        let error = failure { _ = try received(MemoryInput(changed)) }
        #expect(error?.contains(words) == true, "\(changed.prefix(60)): \(error ?? "nothing")")
      }
    }
  }

  /// A text that ends anywhere is not a backup.
  @Test func everyCut() throws {
    try with { (_, text) throws in
      let bytes = Array(text.utf8)
      for length in stride(from: 0, to: bytes.count - 1, by: 13) {
        #expect(failure { _ = try received(MemoryInput(Array(bytes[..<length]))) } != nil, "\(length)")
      }
    }
  }

  /// Nor is a file that does, or one with more behind it.
  @Test func everyCutOfTheFile() throws {
    try with { (file, _) throws in
      for length in stride(from: 0, to: file.count, by: 97) {
        #expect(failure { _ = try received(MemoryInput(Array(file[..<length]))) } != nil, "\(length)")
      }
      #expect(failure { _ = try received(MemoryInput(file + [0])) } == "incoming(BackupStore.IncomingFault.excess)")
      let text = armored(file + [0])
      #expect(failure { _ = try received(MemoryInput(text)) } == "incoming(BackupStore.IncomingFault.excess)")
    }
  }
}
