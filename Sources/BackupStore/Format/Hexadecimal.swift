extension [UInt8] {
  /// Two hexadecimal digits a byte, in lower case.
  package var hexadecimal: String {
    map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
