package import Sodium

/// A secret that several hold, in guarded memory for as long as one of them does.
package final class HeldSecret: Sendable {
  /// The secret itself.
  package let bytes: SecretBytes

  /// - Parameter bytes: nobody else has them any more.
  package init(_ bytes: consuming SecretBytes) {
    self.bytes = bytes
  }
}
