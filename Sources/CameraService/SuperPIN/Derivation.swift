internal import FileSystem
internal import Sodium
internal import Synchronization

/// A key derivation that can be stopped: libsodium's cannot, and takes many seconds at the highest cost.
///
/// It has a thread of its own, which is left behind when it is not waited for any longer. Nothing comes of it then.
final class Derivation: Sendable {
  private let secret: SecretBytes
  private let salt: [UInt8]
  private let cost: Argon2idCost
  /// Only looked at when it is done.
  private let key = Mutex<SecretBytes?>(nil)
  private let isDone = Atomic(false)
  private let bell = Doorbell()

  /// Derives 32 bytes.
  ///
  /// - Parameter shouldStop: is asked several times a second.
  /// - Throws: `SodiumError.noMemory`, `.stopped`.
  static func key(
    from secret: borrowing SecretBytes, salt: [UInt8], cost: Argon2idCost, shouldStop: () -> Bool
  ) throws(SodiumError) -> SecretBytes {
    let derivation = Derivation(try secret.slice(0, secret.count), salt, cost)
    // Without a thread it cannot be stopped, and is done all the same.
    guard WorkThread.start({ derivation.run() }) else {
      return try Argon2id.key(from: secret, salt: salt, cost: cost)
    }
    return try derivation.wait(shouldStop)
  }

  private init(_ secret: consuming SecretBytes, _ salt: [UInt8], _ cost: Argon2idCost) {
    self.secret = secret
    self.salt = salt
    self.cost = cost
  }

  private func run() {
    key.withLock { $0 = try? Argon2id.key(from: secret, salt: salt, cost: cost) }
    isDone.store(true, ordering: .releasing)
    bell.ring()
  }

  private func wait(_ shouldStop: () -> Bool) throws(SodiumError) -> SecretBytes {
    while !isDone.load(ordering: .acquiring) {
      guard !shouldStop() else { throw .stopped }
      bell.wait(until: Deadline(milliseconds: 100))
    }
    guard let key = key.withLock({ $0.take() }) else { throw .noMemory }
    return key
  }
}
