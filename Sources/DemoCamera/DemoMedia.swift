/// Files of the demo camera that are not text. They are the same at every creation.
enum DemoMedia {
  /// A file that looks like a certificate: random bytes in PEM.
  static func certificate(seed: UInt64) -> [UInt8] {
    var random = Noise(state: seed)
    // The frame of a DER sequence of 930 bytes, as certificates begin.
    let body = [0x30, 0x82, 0x03, 0xA2, 0x30, 0x82, 0x02, 0x8A] + (0..<926).map { _ in random.byte() }
    let text = Array(base64(body))
    let lines = stride(from: 0, to: text.count, by: 64).map { String(text[$0..<min($0 + 64, text.count)]) }
    let frame = ["-----BEGIN CERTIFICATE-----"] + lines + ["-----END CERTIFICATE-----", ""]
    return Array(frame.joined(separator: "\n").utf8)
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for digit in 0...group.count { text.append(letters[bits >> (18 - 6 * digit) & 63]) }
      text += String(repeating: "=", count: 3 - group.count)
    }
    return text
  }

  /// A bell: two tones of a quarter of a second, 8 kHz, 8 bits, one channel, as WAV.
  static func bell() -> [UInt8] {
    let rate = 8000
    let samples = [10, 13].flatMap { period in
      (0..<rate / 4).map { time in
        // A triangle that fades away.
        let phase = abs(time % period * 2 - period)
        return UInt8(128 + (phase * 200 / period - 100) * (rate / 4 - time) / (rate / 4))
      }
    }
    let format = number(16, 4) + number(1, 2) + number(1, 2) + number(rate, 4) + number(rate, 4) + number(1, 2)
    let header = Array("WAVEfmt ".utf8) + format + number(8, 2) + Array("data".utf8) + number(samples.count, 4)
    return Array("RIFF".utf8) + number(header.count + samples.count, 4) + header + samples
  }

  /// Little-endian.
  private static func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// A privacy mask, 80 by 60 grey pixels: the neighbour's window is black.
  static func mask() -> [UInt8] {
    let (width, height) = (80, 60)
    let pixels: [UInt8] = (0..<width * height).map { (52..<70).contains($0 % width) && $0 / width < 24 ? 0 : 255 }
    return Array("P5\n\(width) \(height)\n255\n".utf8) + pixels
  }
}

/// Bytes that look random and are the same every time (splitmix64).
private struct Noise {
  var state: UInt64

  mutating func byte() -> UInt8 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return UInt8(truncatingIfNeeded: mixed >> 32)
  }
}
