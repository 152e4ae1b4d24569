/// Everything in a new demo camera.
enum DemoTree {
  /// - Parameter path: where the demo camera will be.
  static func entries(at path: String, passwordHash: String) -> [DemoEntry] {
    let directories = [
      "config", "config/certs", "config/sounds", "config/masks", "state", DemoDirectory.runName, "card", "bus", "usb",
    ]
    // A directory that stands for a USB stick. Of a path with a comma the setting cannot name it.
    let stick = path.utf8.contains(0x2C) ? [] : ["IMPORT_FROM=\(path)/usb"]
    return directories.map { .directory($0) } + configuration(passwordHash) + DemoModules.all.flatMap(module) + [
      .file(DemoDirectory.settingsName, Array(settings(path, stick).utf8)),
      // The last: what has no marker is not a demo camera.
      .file(DemoDirectory.markerName, Array("A demo camera of camconsole.\n".utf8)),
    ]
  }

  private static func configuration(_ passwordHash: String) -> [DemoEntry] {
    [
      .file("config/camera.cfg", Array(DemoConfiguration.text(passwordHash: passwordHash).utf8)),
      .file("config/certs/camera-2024.pem", DemoMedia.certificate(seed: 2024)),
      .file("config/certs/camera-2026.pem", DemoMedia.certificate(seed: 2026)),
      .file("config/certs/ca.pem", DemoMedia.certificate(seed: 1)),
      .link("config/certs/current.pem", target: "camera-2026.pem"),
      .file("config/sounds/bell.wav", DemoMedia.bell()),
      .file("config/masks/privacy.pgm", DemoMedia.mask()),
    ]
  }

  /// A camera that was never set up: no identity, no users, no modules.
  ///
  /// - Parameter settings: lines that are added to its settings.
  static func bareEntries(at path: String, settings more: [String]) -> [DemoEntry] {
    ["config", "state", DemoDirectory.runName, "card", "card/CAMVAULT", "bus"].map { .directory($0) } + [
      .file("config/camera.cfg", Array("# A camera that waits for its configuration.\n".utf8)),
      .file(DemoDirectory.settingsName, Array(settings(path, more).utf8)),
      .file(DemoDirectory.markerName, Array("A demo camera of camconsole, for a drill.\n".utf8)),
    ]
  }

  static func module(_ module: DemoModule) -> [DemoEntry] {
    let path = "bus/" + module.address
    return [
      .directory(path),
      .file(path + "/kind", Array((module.kind + "\n").utf8)),
      .file(path + "/serial", Array((module.serial + "\n").utf8)),
      .file(path + "/firmware", Array((module.firmware + "\n").utf8)),
      .file(path + "/config", Array(module.configuration.utf8)),
    ]
  }

  /// The reboot is a program that does nothing; `DemoCommands` begins another boot.
  ///
  /// - Parameter more: further lines of settings.
  private static func settings(_ path: String, _ more: [String]) -> String {
    """
    # Settings of a demo camera: its directories instead of the machine's.
    SECTION camconsole
    CONFIG=\(path)/config
    STATE=\(path)/state
    RUN=\(path)/\(DemoDirectory.runName)
    CARD=\(path)/card
    CARD_MOUNT=no
    BUS=\(path)/bus
    \((["REBOOT=/bin/true"] + more).joined(separator: "\n"))
    ENDSECTION camconsole

    """
  }
}
