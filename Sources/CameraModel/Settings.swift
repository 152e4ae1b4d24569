/// The settings of `SECTION camconsole`, each with its default.
package struct Settings: Sendable, Equatable {
  /// The configuration directory.
  package internal(set) var configuration = "/etc/camera"
  /// What must outlast a reboot and is not on the card.
  package internal(set) var state = "/var/lib/camconsole"
  /// Locks, and what need not outlast a reboot.
  package internal(set) var run = "/run/camconsole"
  /// The directory of the SD card.
  package internal(set) var card = "/media/sdcard"
  /// Whether the card must be a whole file system of its own on a block device.
  package internal(set) var cardMustBeMounted = true
  /// Directories in which the console looks for backups to import, also on what is mounted in them.
  package internal(set) var importFrom = ["/media", "/mnt", "/run/media"]
  /// The directory of the modules.
  package internal(set) var bus = "/run/mxbus"
  /// Seconds for one read or write of a module, 1…60.
  package internal(set) var busTimeout = 5
  /// The file of a module that says what it is.
  package internal(set) var busKind = "kind"
  /// Empty: the modules have none.
  package internal(set) var busSerial = "serial"
  /// Empty: the modules tell none.
  package internal(set) var busFirmware = "firmware"
  /// The file of a module that holds its settings.
  package internal(set) var busConfiguration = "config"
  /// A file whose first line is the model; empty: `SECTION identity` of `camera.cfg`.
  package internal(set) var modelFile = ""
  /// Likewise the serial number.
  package internal(set) var serialFile = ""
  /// Likewise the firmware.
  package internal(set) var firmwareFile = ""
  /// The command that reboots, and its arguments.
  package internal(set) var reboot = ["/sbin/reboot"]
  /// The command to run after users were set; empty: none.
  package internal(set) var reload: [String] = []
  /// Minutes without a key until the console ends the session, 1…1440.
  package internal(set) var idleMinutes = 10
  /// Minutes after the boot to confirm a restore in; 0: it need not be confirmed.
  package internal(set) var revertMinutes = 10
  /// Minutes that `REVERT` may say; 0: a restore is not reverted by itself.
  package static let revertRange = 0...60
  /// Digits that a new PIN has at least, 4…64.
  package internal(set) var pinMinimum = 8
  /// How many of upper case, lower case, digits and special characters a new password has, 1…4.
  package internal(set) var passwordClasses = 4
  /// Passes of Argon2id from the next PIN change on, 3…10.
  package internal(set) var argon2Passes = 3
  /// MiB of memory of Argon2id from the next PIN change on, 64…1024.
  package internal(set) var argon2MiB = 64
  /// The sections that *Keep network* keeps.
  package internal(set) var networkSections = ["ethernet"]
  /// The files that *Keep network* keeps too, by their paths in the configuration directory.
  package internal(set) var networkFiles: [PathPattern] = []
  /// The keys whose values are masked.
  package internal(set) var secretKeys = [
    "*pass*", "*pwd*", "*secret*", "*psk*", "*token*", "*key*", "*pin*", "*auth*", "*community*", "*cookie*",
  ]
  /// Milliseconds after which Esc is Esc alone, 20…1000.
  package internal(set) var escapeDelay = 120
  /// Whether the size of a serial terminal is asked by a cursor report.
  package internal(set) var cursorReport = true
  /// How lines are drawn.
  package internal(set) var rules = Rules.automatic
  /// Bits a second below which a line counts as slow, 0…4,000,000.
  package internal(set) var slowBelow = 38_400
  /// The command lines that a command over SSH may be.
  package internal(set) var sshCommands: [String] = []
  /// The file with the public key for which a new PIN is sealed; empty: the PIN is not sealed.
  package internal(set) var escrow = ""

  /// How horizontal rules are drawn.
  package enum Rules: String, Sendable, CaseIterable {
    /// `-`, outside UTF-8 the terminal's line drawing.
    case automatic = "auto"
    case ascii
    case acs
  }

  /// The defaults.
  package init() {}

  /// Whether a file or directory of the configuration belongs to the network; `camera.cfg` has sections for that.
  ///
  /// - Parameter path: in the configuration directory.
  package func isNetworkFile(_ path: String) -> Bool {
    path != "camera.cfg" && networkFiles.contains { $0.matches(path) }
  }

  /// Whether a section belongs to the network: by its name, or because its file does.
  ///
  /// - Parameter path: of the file, in the configuration directory.
  package func isNetworkSection(_ name: String, of path: String) -> Bool {
    networkSections.contains(name) || isNetworkFile(path)
  }

  /// The mask for values that are secrets.
  package var secretMask: SecretMask { SecretMask(patterns: secretKeys.map { GlobPattern($0) }) }

  /// A setting that names a place, with its key and its path, which is not empty.
  package typealias NamedPath = (key: String, path: String)

  /// Every directory that a setting names, that of the configuration first.
  package var directories: [NamedPath] { paths(where: \.isDirectory) }

  /// Every file that a setting names.
  package var namedFiles: [NamedPath] { paths(where: \.isFile) }

  private func paths(where isWanted: (SettingKey) -> Bool) -> [NamedPath] {
    SettingKey.all.filter(isWanted).map { (key: $0.name, path: $0.text(in: self)) }.filter { !$0.path.isEmpty }
  }

  /// Every setting in its order, with its current value and a sentence on it.
  package var list: [(key: String, value: String, documentation: String)] {
    SettingKey.all.map { ($0.name, $0.text(in: self), $0.documentation) }
  }
}
