/// Everything in a new demo camera.
enum DemoTree {
  /// - Parameter path: where the demo camera will be.
  static func entries(at path: String, passwordHash: String) -> [DemoEntry] {
    let directories = [
      "config", "config/certs", "config/sounds", "config/masks", "state", DemoDirectory.runName, "card", "bus",
    ]
    return directories.map { .directory($0) } + configuration(passwordHash) + DemoModules.all.flatMap(module) + [
      .file(DemoDirectory.settingsName, Array(settings(path).utf8)),
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

  private static func module(_ module: DemoModule) -> [DemoEntry] {
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
  private static func settings(_ path: String) -> String {
    """
    # Settings of a demo camera: its directories instead of the machine's.
    SECTION camconsole
    CONFIG=\(path)/config
    STATE=\(path)/state
    RUN=\(path)/\(DemoDirectory.runName)
    CARD=\(path)/card
    CARD_MOUNT=no
    BUS=\(path)/bus
    REBOOT=/bin/true
    ENDSECTION camconsole

    """
  }
}
