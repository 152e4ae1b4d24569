internal import CameraService
internal import FileSystem
internal import Sodium

/// A line of the output with a secret in it, which is in guarded memory until it is written.
enum SecretLine {
  /// Writes the line at once, line feed included, to standard output.
  static func print(_ before: [UInt8], _ secret: borrowing SecretBytes, _ after: [UInt8]) throws(ServiceError) {
    let line = try mapError(ServiceError.init(_:)) { () throws(SodiumError) in
      let start = try SecretBytes.joining(SecretBytes(copying: before.span), secret)
      return try SecretBytes.joining(start, SecretBytes(copying: after.span))
    }
    try line.withBytes { (bytes) throws(ServiceError) in
      try mapError(ServiceError.init(ofOutput:), try SystemCalls.write(bytes, to: 1, name: "standard output"))
    }
  }
}
