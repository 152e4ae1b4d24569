internal import Sodium

/// Sixteen random bytes that name a vault, a card or a backup. Never all zero.
package struct Identifier: Hashable, Sendable {
  /// Length in bytes.
  static let length = 16

  /// The bytes, as they stand in a header.
  package let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    precondition(bytes.count == Self.length)
    self.bytes = bytes
  }

  /// 32 hexadecimal digits in lower case.
  package var text: String { bytes.hexadecimal }

  static func random() throws(StoreError) -> Identifier {
    Identifier(try crypto(RandomBytes.make(length)))
  }

  var isZero: Bool { bytes.allSatisfy { $0 == 0 } }
}
