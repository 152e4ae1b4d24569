import CameraDevice
import CameraModel
import FileSystem
import TestSupport
import Testing

@testable import CameraService

/// Extreme numbers in every file of the state and run directories: a clear error or a value within its bounds, and
/// never a trap.
struct StateBoundsTests {
  private static let extremes = [
    "0", "1", "-1", "2147483647", "2147483648", "4294967295", "4294967296", "9007199254740993", "67768036191676799",
    "9223372036854775806", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
    "-9223372036854775809", "18446744073709551615", "1e400", "-1e400", "1e30", "NaN", "null", "\"1\"",
  ]

  /// The text once for each number in it and each extreme in that number's place.
  private func mutations(of text: [UInt8]) -> [[UInt8]] {
    var mutations: [[UInt8]] = []
    for start in text.indices.dropFirst() where [0x3A, 0x2C, 0x5B].contains(text[start - 1]) {
      let end = text[start...].firstIndex { !(0x30...0x39).contains($0) && $0 != 0x2D } ?? text.endIndex
      guard end > start else { continue }
      mutations += Self.extremes.map { text[..<start] + Array($0.utf8) + text[end...] }
    }
    return mutations
  }

  private func expectBounds(_ camera: Camera) {
    guard let status = try? camera.restoreStatus() else { return }
    #expect(FileTime.bounds.contains(status.restored) && (0...60).contains(status.revertMinutes))
    #expect(status.untilSeconds.map { (0...3_600).contains($0) } ?? true)
    _ = camera.revertLack()
  }

  @Test func recordOfARestore() throws {
    try Bench.restored(minutes: 10) { bench in
      bench.clock.restart()
      _ = try bench.camera.finishRestore()
      let mutations = mutations(of: try bench.state("restore"))
      #expect(mutations.count >= 10 * Self.extremes.count)
      for text in mutations {
        try bench.writeState("restore", text)
        expectBounds(bench.camera)
      }
    }
  }

  @Test func outcomeOfARestore() throws {
    try Bench.restored(minutes: 10) { bench in
      bench.clock.restart()
      try bench.camera.confirmRestore()
      let mutations = mutations(of: try bench.state("restored"))
      #expect(mutations.count >= 3 * Self.extremes.count)
      for text in mutations {
        try bench.writeState("restored", text)
        expectBounds(bench.camera)
        _ = try? bench.camera.finishRestore()
      }
    }
  }

  /// What `boot` does with them.
  @Test(
    arguments: ["revertMinutes", "starts", "startedAt", "began"],
    ["0", "9223372036854775807", "-9223372036854775808"])
  func boot(_ key: String, _ value: String) throws {
    try Bench.restored(minutes: 10) { bench in
      bench.clock.restart()
      _ = try bench.camera.finishRestore()
      let text = try bench.state("restore")
      let name = Array("\"\(key)\":".utf8)
      let start = try #require((0..<text.count - name.count).first { text[$0...].starts(with: name) }) + name.count
      let end = try #require(text[start...].firstIndex { !(0x30...0x39).contains($0) && $0 != 0x2D })
      try bench.writeState("restore", text[..<start] + Array(value.utf8) + text[end...])
      bench.clock.restart()
      _ = try bench.camera.finishRestore()
      expectBounds(bench.camera)
      _ = failure { () throws(ServiceError) in try bench.camera.confirmRestore() }
      expectBounds(bench.camera)
    }
  }

  @Test func failedLogins() throws {
    try Bench.with { bench in
      let key = String(repeating: "0123456789abcdef", count: 2)
      for position in 0..<3 {
        for extreme in Self.extremes {
          var words = ["9", "60", "1000"]
          words[position] = extreme
          let text = "camconsole logins 1\n\(key) \(words.joined(separator: " ")) boot\n"
          bench.files.plant("/state/logins", Array(text.utf8))
          #expect(try (0...60).contains(bench.camera.logInWait("admin", line: "ttyS0")))
          let password = try secret("wrong")
          _ = failure { () throws(ServiceError) in
            try bench.camera.authenticate("admin", password, line: "ttyS0")
          }
        }
      }
    }
  }

  @Test func markOfBoot() throws {
    try Bench.with { bench in
      let boot = try bench.clock.bootID()
      for mode in ["stays", "once"] {
        for extreme in Self.extremes {
          bench.files.plant(Bench.run + "/watch", Array("\(boot)\n\(mode)\n\(extreme)\n".utf8))
          _ = bench.camera.revertLack()
        }
      }
    }
  }

  /// Passwords are checked at a cost that a file may not choose, and one that costs too much takes the time of any
  /// other.
  @Test func costlyPasswordStrings() throws {
    let costly =
      "$argon2id$v=19$m=65536,t=4294967295,p=1$vLpB7/15yJpi7a0KRyH/IQ$gbjAkeryRFrajKa7lhT0WTu41VNuklW4jJ9TsG7f0oQ"
    #expect(!PasswordHashing.argon2id.verify(try secret("correct horse"), costly))
    let good = try PasswordHashing.argon2id.make(try secret("correct horse"))
    #expect(PasswordHashing.argon2id.verify(try secret("correct horse"), good))
    #expect(!PasswordHashing.argon2id.verify(try secret("correct horsf"), good))
  }
}
