import Glibc
import TestSupport
import Testing

/// How much memory the program that is shipped needs: a static release build, which `CAMCONSOLE_BINARY` names.
///
/// A child's `ru_maxrss` begins with its parent's. `VmHWM` is its own, and is read again and again until the end.
/// The script that runs the other tests leaves these out; the one that builds the release runs them on it.
@Suite(.serialized)
struct MemoryTests {
  /// The most memory in KiB that the program ever had.
  private func peak(_ demo: Demo, _ arguments: String, input: String = "") throws -> Int {
    let process = try StartedProcess(
      Binary.path, ["--demo-dir", demo.path] + arguments.split(separator: " ").map(String.init), demo.options(input))
    var peak = 0
    while let now = highWater(process.identifier) {
      peak = max(peak, now)
      usleep(500)
    }
    let outcome = try process.wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    return peak
  }

  /// `VmHWM` of a process; `nil` when it has ended.
  private func highWater(_ process: Int32) -> Int? {
    guard let file = unsafe fopen("/proc/\(process)/status", "r") else { return nil }
    defer { unsafe fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let count = unsafe fread(&bytes, 1, bytes.count, file)
    let lines = String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n")
    guard let line = lines.first(where: { $0.hasPrefix("VmHWM:") }) else { return nil }
    return Int(line.filter { ("0"..."9").contains($0) })
  }

  @Test func aGibibyteOfConfiguration() throws {
    try Demo.with { demo throws in
      try demo.must("head -c 1G /dev/zero > demo/config/large")
      let create = try peak(demo, "backup create")
      let verify = try peak(demo, "backup verify")
      let list = try peak(demo, "backup list")
      let show = try peak(demo, "backup show latest --pin-file -", input: Demo.pin)
      let change = try peak(demo, PINChangeTests.change, input: PINChangeTests.digits)
      print("VmHWM in KiB: create \(create), verify \(verify), list \(list), show \(show), change \(change)")
      #expect([create, verify, list].allSatisfy { $0 <= 16 * 1_024 })
      #expect([show, change].allSatisfy { $0 <= 80 * 1_024 })
    }
  }

  @Test func manyFiles() throws {
    try Demo.with { demo throws in
      try demo.must("mkdir demo/config/many && cd demo/config/many && seq -f '%0100.0f' 1 20000 | xargs touch")
      let create = try peak(demo, "backup create")
      print("VmHWM in KiB of 20,000 files: create \(create)")
      #expect(create <= 64 * 1_024)
    }
  }
}
