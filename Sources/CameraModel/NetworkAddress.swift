/// Finds the camera's own address in a file of the network, whatever program reads that file: `address 10.0.0.1`,
/// `IP=10.0.0.1`, `option ipaddr '10.0.0.1'`, `Address=10.0.0.1/24`, `addresses: [10.0.0.1/24]`.
package enum NetworkAddress {
  /// The words before an address; in a list of several addresses only one with a prefix length is the camera's own:
  /// those of name servers have none.
  private static let words = ["ip", "ipaddr", "ipaddress", "ip_address", "address"]
  private static let lists = ["addresses"]

  /// Whether a key holds the camera's address.
  package static func isKey(_ key: String) -> Bool { words.contains(key.lowercased()) }

  /// The first address of a file, without its prefix length; `nil` where none is found.
  package static func first(in bytes: [UInt8]) -> String? {
    var isList = false
    for line in bytes.split(separator: ASCII.lineFeed, omittingEmptySubsequences: true) {
      let tokens = tokens(of: line)
      guard let first = tokens.first, !first.hasPrefix("#") else { continue }
      if let address = address(in: tokens, isList: isList) { return address }
      isList = lists.contains(first.lowercased()) || isList && line.drop(while: ASCII.isSpace).first == 0x2D
    }
    return nil
  }

  private static func address(in tokens: [String], isList: Bool) -> String? {
    let isInList = isList || tokens.contains { lists.contains($0.lowercased()) }
    for (index, token) in tokens.enumerated() {
      let before = index == 0 ? "" : tokens[index - 1].lowercased()
      let hasPrefix = token.utf8.contains(0x2F)
      guard words.contains(before) || hasPrefix && isInList,
        let address = token.split(separator: "/").first.map(String.init), isAddress(address)
      else { continue }
      return address
    }
    return nil
  }

  /// The words of a line; `=`, `:` behind a word, quotes, brackets and commas are between them.
  private static func tokens(of line: some Sequence<UInt8>) -> [String] {
    let text = String(decoding: Array(line), as: UTF8.self)
    return text.split { " \t\r=\"'[]{},;".contains($0) }.map { token in
      token.last == ":" ? String(token.dropLast()) : String(token)
    }.filter { !$0.isEmpty && $0 != "-" }
  }

  /// Whether it is written as an IPv4 or an IPv6 address.
  private static func isAddress(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count == 4 { return parts.allSatisfy { SettingText.number(String($0), in: 0...255) != nil } }
    let isHexadecimal = text.utf8.allSatisfy { byte in
      ASCII.isDigit(byte) || (0x61...0x66).contains(byte | 0x20) || byte == 0x3A
    }
    return isHexadecimal && text.utf8.count { $0 == 0x3A } >= 2
  }
}
