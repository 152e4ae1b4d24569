import CameraModel
import Testing

/// Which paths belong to the network.
struct PathPatternTests {
  @Test(arguments: [
    ("network/interfaces.d/*", ["network/interfaces.d/eth0", "network/interfaces.d/.x", "network/interfaces.d/a/b"]),
    ("network", ["network", "network/interfaces", "network/a/b"]), ("network/", ["network", "network/a"]),
    ("*.conf", ["a.conf", ".conf", "a.conf/b"]), ("eth?", ["eth0", "eth\u{E9}"]),
    ("eth[0-9]", ["eth0", "eth9"]), ("eth[!0-9]", ["ethx"]), ("[]a]", ["]", "a"]), ("a[", ["a["]),
    ("[a-]", ["a", "-"]),
    ("**/eth0", ["eth0", "a/eth0", "a/b/c/eth0", "a/eth0/b"]), ("a/**/b", ["a/b", "a/x/b", "a/x/y/b"]),
    ("a/**", ["a/b", "a/b/c"]), ("**", ["a", "a/b"]), ("a*b*c", ["abc", "axxbyyc", "abbc"]),
  ])
  func matches(_ pattern: String, _ paths: [String]) throws {
    let pattern = try #require(PathPattern(pattern))
    for path in paths { #expect(pattern.matches(path), "\(path)") }
  }

  @Test(arguments: [
    ("network/interfaces.d/*", ["network", "network/interfaces.d", "network/eth0", "x/network/interfaces.d/a"]),
    ("*", [""]), ("network", ["networks", "Network", "a/network"]), ("*.conf", ["a/a.conf", "a.config"]),
    ("eth?", ["eth", "eth10", "eth/"]), ("eth[0-9]", ["eth", "etha"]), ("eth[!0-9]", ["eth0"]),
    ("**/eth0", ["eth01", "xeth0", "a/b"]), ("a/**/b", ["a", "a/x", "b"]), ("a*b*c", ["ac", "acb", "abcd"]),
  ])
  func doesNotMatch(_ pattern: String, _ paths: [String]) throws {
    let pattern = try #require(PathPattern(pattern))
    for path in paths { #expect(!pattern.matches(path), "\(path)") }
  }

  /// The time does not explode.
  @Test func manyStars() throws {
    let pattern = try #require(
      PathPattern(String(repeating: "*a", count: 20) + "/" + String(repeating: "**/", count: 50) + "b"))
    #expect(!pattern.matches(String(repeating: "a", count: 400) + "/" + String(repeating: "a/", count: 100) + "c"))
  }

  /// Of `camera.cfg` sections are kept, never the file.
  @Test func theMainConfigurationIsNoNetworkFile() throws {
    let settings = try SettingsTests.settings("NETWORK_FILES=*.cfg sub/*")
    #expect(settings.isNetworkFile("network.cfg") && settings.isNetworkFile("sub/camera.cfg"))
    #expect(!settings.isNetworkFile("camera.cfg") && !settings.isNetworkFile("sub"))
  }
}

/// The camera's address in files that other programs read.
struct NetworkAddressTests {
  @Test(arguments: [
    ("auto eth0\niface eth0 inet static\n\taddress 192.0.2.10\n\tgateway 192.0.2.1\n", "192.0.2.10"),
    ("iface eth0 inet static\n    address 192.0.2.10/24\n", "192.0.2.10"),
    ("config interface 'lan'\n\toption ipaddr '192.0.2.10'\n\toption gateway '192.0.2.1'\n", "192.0.2.10"),
    ("[Match]\nName=eth0\n[Network]\nGateway=192.0.2.1\nAddress=192.0.2.10/24\n", "192.0.2.10"),
    ("DEVICE=eth0\nIPADDR=\"192.0.2.10\"\r\n", "192.0.2.10"), ("IP=192.0.2.10", "192.0.2.10"),
    ("    eth0:\n      addresses:\n        - 192.0.2.10/24\n", "192.0.2.10"),
    ("eth0: {addresses: [192.0.2.10/24, 192.0.2.11/24]}\n", "192.0.2.10"),
    ("nameservers:\n  addresses: [9.9.9.9]\n", nil), ("nameservers:\n  addresses:\n    - 9.9.9.9\n", nil),
    ("addresses:\n  - \"2001:db8::1/64\"\n", "2001:db8::1"), ("\"ip\": \"192.0.2.10\",", "192.0.2.10"),
    ("# address 192.0.2.10\n", nil), ("gateway 192.0.2.1\n", nil), ("address 300.1.2.3\n", nil), ("", nil),
    ("hwaddress ether 00:11:22:33:44:55\n", nil), ("address\n", nil),
  ])
  func first(_ text: String, _ address: String?) {
    #expect(NetworkAddress.first(in: Array(text.utf8)) == address)
  }
}
