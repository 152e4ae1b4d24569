import Sodium
import Testing

struct SecretBytesTests {
  @Test func beginsWithZeros() throws {
    let bytes = try SecretBytes(count: 1_000)
    #expect(bytes.count == 1_000)
    #expect(bytes.exposed.allSatisfy { $0 == 0 })
    #expect(try SecretBytes(count: 0).exposed.isEmpty)
  }

  @Test func copyAndSlice() throws {
    let bytes = try secret(counting(80))
    #expect(bytes.exposed == counting(80))
    #expect(try bytes.slice(32, 32).exposed == counting(32, from: 32))
    #expect(try bytes.slice(80, 0).exposed.isEmpty)
  }

  @Test func writing() throws {
    var bytes = try SecretBytes(count: 4)
    bytes.withMutableBytes { $0[2] = 7 }
    #expect(bytes.exposed == [0, 0, 7, 0])
    bytes.wipe()
    #expect(bytes.exposed == [0, 0, 0, 0])
  }

  @Test(arguments: [(counting(32), true), (counting(32, from: 1), false), (counting(31), false), ([], false)])
  func comparison(_ other: [UInt8], _ areEqual: Bool) throws {
    let (isEqual, isEqualToItself) = try compare(counting(32), other)
    #expect(isEqual == areEqual && isEqualToItself)
  }

  private func compare(_ left: [UInt8], _ right: [UInt8]) throws -> (Bool, Bool) {
    let left = try secret(left)
    let right = try secret(right)
    return (left.isEqual(to: right), right.isEqual(to: right))
  }

  @Test func comparisonOfPublicBytes() {
    #expect(counting(3).isEqualInConstantTime(to: [0, 1, 2]))
    #expect(!counting(3).isEqualInConstantTime(to: [0, 1, 3]))
    #expect(![].isEqualInConstantTime(to: [0]))
  }

  @Test func randomness() throws {
    let (first, second) = (try SecretBytes.random(count: 32).exposed, try SecretBytes.random(count: 32).exposed)
    #expect(first.count == 32 && first != second)
    #expect(try RandomBytes.make(24).count == 24)
    #expect(try RandomBytes.make(24) != RandomBytes.make(24))
    let drawn = try Set((0..<300).map { _ in try RandomBytes.uniform(below: 10) })
    #expect(drawn == Set(0..<10))
  }

  /// The bytes lie between pages that nobody may touch.
  @Test func guarded() async {
    await #expect(processExitsWith: .failure) {
      let bytes = try SecretBytes(count: 4_096)
      let byte = bytes.withBytes { span in
        unsafe span.withUnsafeBufferPointer { buffer in
          unsafe (buffer.baseAddress! + 4_096).pointee
        }
      }
      print(byte)
    }
  }

  @Test func writingBeyondTheEnd() async {
    await #expect(processExitsWith: .failure) {
      var bytes = try SecretBytes(count: 4_096)
      bytes.withMutableBytes { span in
        unsafe span.withUnsafeMutableBufferPointer { buffer in
          unsafe (buffer.baseAddress! + 4_096).pointee = 1
        }
      }
    }
  }
}
