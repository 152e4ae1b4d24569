import Glibc
import TerminalSupport
import TestSupport
import Testing

/// A console that somebody has left open holds no key of the vault, whatever was looked at before.
@Suite struct VaultKeyJourneys {
  /// The payload secret behind the vault part in the record (section 8.2 of the format).
  private func payloadSecret(_ demo: Demo) throws -> [UInt8] {
    let dump = try demo.shell("od -An -v -tx1 demo/state/record.1 | tr -d ' \\n'").text
    let bytes = stride(from: 0, to: dump.utf8.count - 1, by: 2).compactMap { offset in
      UInt8(dump.dropFirst(offset).prefix(2), radix: 16)
    }
    let magic = Array("CVBKUP1\n".utf8)
    let start = try #require(bytes.indices.first { bytes[$0...].starts(with: magic) })
    return Array(bytes[start + 256..<start + 288])
  }

  private func count(_ secret: [UInt8], _ terminal: ScreenTerminal) throws -> Int {
    terminal.settle()
    return try ProcessMemory(of: terminal.identifier).count(of: secret, strides: 1...1)
  }

  @Test func anIdleConsoleHoldsNoKey() throws {
    try Demo.with { demo throws in
      try demo.create()
      let secret = try payloadSecret(demo)
      let terminal = try demo.visitMenu()
      #expect(try count(secret, terminal) == 0, "menu")
      try terminal.open("Backup and Restore", "b")
      try terminal.expect("ok")
      #expect(try count(secret, terminal) == 0, "list")
      terminal.type("v")
      try terminal.expect("erified")
      #expect(try count(secret, terminal) == 0, "verification")
      terminal.type("k")
      try terminal.expect("kept")
      #expect(try count(secret, terminal) == 0, "mark")
      try terminal.open("Start Backup", "s")
      try terminal.push("Start")
      try terminal.expect("created and verified")
      #expect(try count(secret, terminal) == 0, "backup")
      try terminal.open("Restore", "r")
      try terminal.open("Restore: what changes", Demo.pin + "\r")
      #expect(try count(secret, terminal) == 0, "preview")
    }
  }
}
