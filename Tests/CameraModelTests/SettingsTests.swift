import CameraModel
import Testing

struct SettingsTests {
  static func settings(_ lines: String...) throws(SettingsError) -> Settings {
    let text = (["SECTION camconsole"] + lines + ["ENDSECTION camconsole", ""]).joined(separator: "\n")
    return try Settings(ConfigurationDocument(Array(text.utf8)))
  }

  static func value(of key: String, in settings: Settings) -> String? {
    settings.list.first { $0.key == key }?.value
  }

  @Test func listsEveryKeyWithItsDefault() {
    let expected = [
      "CONFIG": "/etc/camera", "STATE": "/var/lib/camconsole", "RUN": "/run/camconsole", "CARD": "/media/sdcard",
      "CARD_MOUNT": "yes", "IMPORT_FROM": "/media, /mnt, /run/media", "BUS": "/run/mxbus", "BUS_TIMEOUT": "5",
      "BUS_KIND": "kind", "BUS_SERIAL": "serial",
      "BUS_FIRMWARE": "firmware", "BUS_CONFIG": "config", "MODEL_FILE": "", "SERIAL_FILE": "", "FIRMWARE_FILE": "",
      "REBOOT": "/sbin/reboot", "RELOAD": "", "IDLE": "10", "REVERT": "10", "PIN_MIN": "8", "PASSWORD_CLASSES": "4",
      "ARGON2_PASSES": "3", "ARGON2_MIB": "64", "NETWORK_SECTIONS": "ethernet", "NETWORK_FILES": "",
      "SECRET_KEYS": "*pass* *pwd* *secret* *psk* *token* *key* *pin* *auth* *community* *cookie*", "ESCDELAY": "120",
      "CURSOR_REPORT": "yes",
      "RULES": "auto", "SLOW_BELOW": "38400", "SSH_COMMANDS": "", "ESCROW": "",
    ]
    let list = Settings().list
    #expect(Dictionary(uniqueKeysWithValues: list.map { ($0.key, $0.value) }) == expected)
    #expect(list.allSatisfy { $0.documentation.hasSuffix(".") })
  }

  @Test(arguments: [
    ("BUS_TIMEOUT", 1...60), ("IDLE", 1...1440), ("REVERT", 0...60), ("PIN_MIN", 4...64), ("PASSWORD_CLASSES", 1...4),
    ("ARGON2_PASSES", 3...10), ("ARGON2_MIB", 64...1024), ("ESCDELAY", 20...1000), ("SLOW_BELOW", 0...4_000_000),
  ])
  func boundsNumbers(key: String, range: ClosedRange<Int>) throws {
    for number in [range.lowerBound, range.upperBound] {
      #expect(try Self.value(of: key, in: Self.settings("\(key)=\(number)")) == "\(number)")
    }
    let wrong = [
      "\(range.lowerBound - 1)", "\(range.upperBound + 1)", "", "+5", "5x", "0x5", "5.0", "99999999999999999999",
    ]
    for text in wrong {
      #expect(throws: SettingsError.badValue(key: key, value: text, accepted: .number(range), line: 2)) {
        try Self.settings("\(key)=\(text)")
      }
    }
  }

  @Test(arguments: ["CONFIG", "STATE", "RUN", "CARD"])
  func requiresAbsoluteDirectories(key: String) throws {
    #expect(try Self.value(of: key, in: Self.settings("\(key)= /x y \t")) == "/x y")
    for text in ["", "x", "./x", "/x\0y"] {
      #expect(throws: SettingsError.self) { try Self.settings("\(key)=\(text)") }
    }
  }

  @Test(arguments: [
    ("BUS", ["", "/x y"], ["x", "./x"]), ("MODEL_FILE", ["", "/a"], ["a"]), ("SERIAL_FILE", ["", "/a"], ["a"]),
    ("FIRMWARE_FILE", ["", "/a"], ["a"]),
    ("BUS_KIND", ["name"], ["", "a/b", ".", ".."]), ("BUS_CONFIG", ["eeprom"], ["", "/", "."]),
    ("BUS_SERIAL", ["", "s"], ["../x"]), ("BUS_FIRMWARE", ["", "s"], ["x/"]),
    ("REBOOT", ["/bin/true", "/usr/bin/systemctl reboot"], ["", "reboot"]), ("RELOAD", ["", "/bin/x y"], ["x"]),
    ("CARD_MOUNT", ["yes", "no"], ["", "Yes", "1"]), ("CURSOR_REPORT", ["yes", "no"], ["on"]),
    ("RULES", ["auto", "ascii", "acs"], ["", "x"]), ("NETWORK_SECTIONS", ["", "a b"], ["\0"]),
    ("NETWORK_FILES", ["", "a b/*", "**/x?", "a/"], ["/a", "../a", "a//b", ".", "a/./b", "b /", "\0"]),
    ("SECRET_KEYS", ["", "*a* b?"], ["\0"]),
    ("SSH_COMMANDS", ["", "status", "status, backup create"], ["a,", ",", "A", "a;b"]),
    ("ESCROW", ["", "/etc/camconsole.pub"], ["key.pub", "/a\0"]),
    ("IMPORT_FROM", ["", "/media", "/x y, /mnt"], ["media", "/a, b", "/a,", ",", "/a\0"]),
  ])
  func checksTexts(key: String, good: [String], bad: [String]) throws {
    for text in good { #expect(try Self.value(of: key, in: Self.settings("\(key)=\(text)")) == text) }
    for text in bad { #expect(throws: SettingsError.self) { try Self.settings("\(key)=\(text)") } }
  }

  @Test func takesListsApart() throws {
    let settings = try Self.settings("REBOOT=/sbin/x  -f\t-y", "SSH_COMMANDS=status,backup  create", "CARD_MOUNT=no")
    #expect(settings.reboot == ["/sbin/x", "-f", "-y"])
    #expect(settings.sshCommands == ["status", "backup  create"])
    #expect(!settings.cardMustBeMounted)
  }

  @Test func refusesWhatItDoesNotKnow() {
    #expect(throws: SettingsError.unknownKey("IDEL", line: 3)) { try Self.settings("IDLE=5", "IDEL=5") }
    #expect(throws: SettingsError.duplicateKey("IDLE", line: 3)) { try Self.settings("IDLE=5", "IDLE=5") }
    #expect(throws: SettingsError.unexpectedLine(2)) { try Self.settings("IDLE 5") }
    for (text, error) in [
      ("SECTION camconsol\nENDSECTION camconsol", SettingsError.unknownSection("camconsol")),
      ("IDLE=5", .unexpectedLine(1)),
      ("SECTION camconsole\nIDLE=5", .malformed(.unterminated(section: "camconsole", line: 1))),
    ] {
      #expect(throws: error) { try Settings(ConfigurationDocument(Array(text.utf8))) }
    }
  }

  @Test func refusesBytesThatAreNoUTF8() {
    let bytes = Array("SECTION camconsole\nCARD=/".utf8) + [0xFF] + Array("\nENDSECTION camconsole\n".utf8)
    #expect(throws: SettingsError.self) { try Settings(ConfigurationDocument(bytes)) }
  }

  @Test func takesAnEmptyFile() throws {
    #expect(try Settings(ConfigurationDocument(Array("# nothing set\n\n".utf8))) == Settings())
  }

  @Test(arguments: ["STATE", "RUN", "CARD", "BUS"])
  func keepsTheConfigurationDirectoryApart(key: String) throws {
    for path in ["/etc/camera", "/etc/camera/x", "//etc/./camera/", "/etc", "/", "/etc/x/../camera/y"] {
      let error = SettingsError.overlapsConfiguration(key: key, path: path, configuration: "/etc/camera")
      #expect(throws: error) { try Self.settings("\(key)=\(path)") }
    }
    for path in ["/etc/camera2", "/etc/cam", "/x/etc/camera"] { _ = try Self.settings("\(key)=\(path)") }
  }

  /// Whoever has the card, or restores a backup, would choose for whom the PIN is sealed.
  @Test func keepsTheKeyOfTheEscrowApart() throws {
    for (path, key) in [("/etc/camera/x.pub", "CONFIG"), ("/media/sdcard/../sdcard/x.pub", "CARD")] {
      let directory = key == "CARD" ? "/media/sdcard" : "/etc/camera"
      let error = SettingsError.escrowInside(key: key, directory: directory, path: path)
      #expect(throws: error) { try Self.settings("ESCROW=\(path)") }
    }
    for path in ["/etc/camera.pub", "/media/x.pub"] { _ = try Self.settings("ESCROW=\(path)") }
  }
}
