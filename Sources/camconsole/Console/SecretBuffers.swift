internal import CameraService
internal import Console
internal import Sodium
internal import TerminalUI

/// What is typed into secret fields, in guarded memory; wiped when a screen is left and when the session ends.
final class SecretBuffers {
  /// Characters that a field takes.
  static let longest = 128

  private final class Buffer {
    var bytes: SecretBytes
    var count = 0

    init() throws(SodiumError) {
      bytes = try SecretBytes(count: SecretBuffers.longest)
    }
  }

  private var buffers: [FieldName: Buffer] = [:]

  /// What a key does to a secret.
  enum Edit {
    /// It has so many characters now.
    case changed(count: Int)
    /// What was typed cannot be part of it.
    case refused(Refusal)
    /// The key is not one of a secret's.
    case notMine
  }

  /// Takes a key for a secret.
  func edit(_ name: FieldName, _ key: Key) throws(SodiumError) -> Edit {
    switch SecretEdit(key) {
    case .append(let scalar): try append(scalar, to: name)
    case .refuse: .refused(.character)
    case .removeLast: try remove(1, from: name)
    case .empty: try remove(Self.longest, from: name)
    case nil: .notMine
    }
  }

  /// How many characters a secret has.
  func count(_ name: FieldName) -> Int { buffers[name]?.count ?? 0 }

  /// Lends the characters of a secret; none when nothing was typed.
  func withBytes<Result>(_ name: FieldName, _ body: (Span<UInt8>) -> Result) -> Result {
    guard let buffer = buffers[name] else {
      let nothing: [UInt8] = []
      return body(nothing.span)
    }
    let count = buffer.count
    return buffer.bytes.withBytes { body($0.extracting(0..<count)) }
  }

  /// The secrets of these fields, copied for work.
  func copies(_ names: [FieldName]) throws(SodiumError) -> WorkSecrets {
    var secrets: [FieldName: HeldSecret] = [:]
    for name in names {
      let buffer = try buffer(name)
      secrets[name] = HeldSecret(try buffer.bytes.slice(0, buffer.count))
    }
    return WorkSecrets(secrets)
  }

  /// Puts a secret into a field.
  func set(_ name: FieldName, to secret: borrowing SecretBytes) throws(SodiumError) {
    let buffer = try buffer(name)
    buffer.bytes.wipe()
    buffer.count = min(secret.count, Self.longest)
    let count = buffer.count
    secret.withBytes { source in
      buffer.bytes.withMutableBytes { for index in 0..<count { $0[index] = source[index] } }
    }
  }

  func wipe(_ names: some Sequence<FieldName>) {
    for name in names { buffers[name] = nil }
  }

  func wipeAll() {
    buffers.removeAll()
  }

  private func buffer(_ name: FieldName) throws(SodiumError) -> Buffer {
    if let buffer = buffers[name] { return buffer }
    let buffer = try Buffer()
    buffers[name] = buffer
    return buffer
  }

  private func append(_ scalar: Unicode.Scalar, to name: FieldName) throws(SodiumError) -> Edit {
    let buffer = try buffer(name)
    let isAccepted = name.takesDigits ? ("0"..."9").contains(scalar) : (" "..."~").contains(scalar)
    guard isAccepted else { return .refused(.character) }
    guard buffer.count < Self.longest else { return .refused(.full(limit: Self.longest)) }
    let index = buffer.count
    buffer.bytes.withMutableBytes { $0[index] = UInt8(truncatingIfNeeded: scalar.value) }
    buffer.count += 1
    return .changed(count: buffer.count)
  }

  private func remove(_ count: Int, from name: FieldName) throws(SodiumError) -> Edit {
    let buffer = try buffer(name)
    let left = max(buffer.count - count, 0)
    buffer.bytes.withMutableBytes { for index in left..<Self.longest { $0[index] = 0 } }
    buffer.count = left
    return .changed(count: left)
  }
}

/// Secrets on their way to work on another thread.
struct WorkSecrets: Sendable {
  private let secrets: [FieldName: HeldSecret]

  init(_ secrets: [FieldName: HeldSecret]) {
    self.secrets = secrets
  }

  /// A field that the operation names.
  subscript(_ name: FieldName) -> HeldSecret {
    guard let secret = secrets[name] else { preconditionFailure("the operation does not list \(name)") }
    return secret
  }
}
