import Glibc
import Testing
import TestSupport

@testable import Sodium

/// Memory of a secret that another secret had before.
struct GuardedMemoryTests {
  /// One byte, a key, the most that fits into either size, and what is never used again.
  private static let counts = [1, 32, 4_064, 4_065, 16_352, 16_353, 40_000]

  @Test(arguments: counts) func isUsedAgainAndHoldsZeros(_ count: Int) throws {
    for _ in 0..<3 {
      var bytes = try SecretBytes(count: count)
      let isZero = bytes.exposed.allSatisfy { $0 == 0 }
      #expect(isZero)
      bytes.withMutableBytes { span in for index in span.indices { span[index] = 0xA5 } }
    }
  }

  /// As many as the program never has, so that some are given back to the system.
  @Test(arguments: counts) func manyAtOnce(_ count: Int) throws {
    try use(2 * GuardedMemory.mostIdle + 1, count)
    try use(2 * GuardedMemory.mostIdle + 1, count)
  }

  /// Each one of them holds what was written to it.
  private func use(_ secrets: Int, _ count: Int) throws {
    guard secrets > 0 else { return }
    var bytes = try SecretBytes(count: count)
    bytes.withMutableBytes { span in for index in span.indices { span[index] = UInt8(secrets) } }
    try use(secrets - 1, count)
    let isWhole = bytes.exposed.allSatisfy { $0 == UInt8(secrets) }
    #expect(isWhole)
  }

  /// It is locked, and in no core file, while it is used and while it waits.
  @Test(arguments: [32, 5_000]) func isLockedAndNotDumped(_ count: Int) throws {
    let (place, flags) = try use(count)
    #expect(flags.isSuperset(of: ["rd", "wr", "lo", "dd"]), "\(flags)")
    let idle = try mapping(of: place)
    // Someone else may have taken it meanwhile, or the system has it back.
    #expect(idle.isEmpty || idle.isSuperset(of: ["lo", "dd"]), "\(idle)")
  }

  /// Where a secret was, and the flags of that place then.
  private func use(_ count: Int) throws -> (place: UInt, flags: Set<Substring>) {
    let bytes = try SecretBytes(count: count)
    let place = bytes.withBytes { span in
      unsafe span.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
    }
    return (place, try mapping(of: place))
  }

  /// The flags of the mapping at an address (`VmFlags` in proc_pid_smaps(5)); empty where there is none.
  private func mapping(of place: UInt) throws -> Set<Substring> {
    let file = unsafe fopen("/proc/self/smaps", "r")
    let stream = try unsafe #require(file)
    defer { unsafe fclose(stream) }
    var line = [CChar](repeating: 0, count: 4_096)
    var isHere = false
    while unsafe fgets(&line, Int32(line.count), stream) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      let words = text.split { $0 == " " || $0 == "\n" }
      let ends = words.first?.split(separator: "-").compactMap { UInt($0, radix: 16) } ?? []
      if ends.count == 2 { isHere = (ends[0]..<ends[1]).contains(place) }
      if isHere, words.first == "VmFlags:" { return Set(words.dropFirst()) }
    }
    return []
  }

  @Test func nothingOfASecretIsLeft() async {
    await #expect(processExitsWith: .success) {
      let memory = ProcessMemory(of: getpid())
      // Never in one piece outside the secret.
      func count() throws -> Int {
        var found = 0
        for byte in [0x5A, 0xC3] as [UInt8] {
          found += try memory.count(of: [UInt8](repeating: byte, count: 9), strides: 1...1)
        }
        return found
      }
      func use() throws -> Int {
        var bytes = try SecretBytes(count: 2_000)
        bytes.withMutableBytes { span in for index in span.indices { span[index] = index < 1_000 ? 0x5A : 0xC3 } }
        return try count()
      }
      let before = try count()
      let during = try use()
      let after = try count()
      #expect(during >= before + 1_900 && after < before + 100)
    }
  }

  /// Who kept the address of a secret that is gone finds nothing there.
  @Test(arguments: [false, true]) func isClosedWhileItWaits(_ isWriting: Bool) async {
    await #expect(processExitsWith: .failure) { [isWriting] in
      let memory = unsafe try GuardedMemory.take(32)
      unsafe GuardedMemory.giveBack(memory, 32)
      if isWriting {
        unsafe memory.storeBytes(of: 1, as: UInt8.self)
      } else {
        let byte = unsafe memory.load(as: UInt8.self)
        print(byte)
      }
    }
  }

  /// The byte behind a secret lies in a page that nobody may touch, also when the secret is small.
  @Test func theEndIsGuarded() async {
    await #expect(processExitsWith: .failure) {
      let memory = unsafe try GuardedMemory.take(32)
      let byte = unsafe memory.load(fromByteOffset: 32, as: UInt8.self)
      print(byte)
    }
  }

  /// What was written before a secret is found when it is given back.
  @Test func writingBeforeTheBeginning() async {
    await #expect(processExitsWith: .failure) {
      let memory = unsafe try GuardedMemory.take(32)
      unsafe memory.storeBytes(of: 1, toByteOffset: -1, as: UInt8.self)
      unsafe GuardedMemory.giveBack(memory, 32)
    }
    await #expect(processExitsWith: .success) {
      let memory = unsafe try GuardedMemory.take(32)
      unsafe GuardedMemory.giveBack(memory, 32)
    }
  }
}
