import CameraModel
import Console
import Sodium
import TerminalUI
import Testing

@testable import CameraService

/// The Configuration dialog in the states of its tests.
enum ConfigurationDriver {
  private static let main = """
    SECTION identity
    MODEL=M26B
    NAME=gate-north
    SERIAL=10.32.4.17
    ENDSECTION identity
    SECTION ethernet
    IP=10.1.2.4
    NETMASK=255.255.0.0
    WIFI_PSK=geheim
    ENDSECTION ethernet
    SECTION image
    CAPTION=Gate   north
    EXPOSURE_ZONES=0,0,100,100;20,20,60,60;35,35,30,30;10,70,80,20;5,5,90,15;0,45,100,10
    FTP=ftp://op:geheim@10.1.2.9/pictures
    SHARPNESS=4
    ENDSECTION image
    SECTION notes
    the lens was changed in May
    ENDSECTION notes
    SECTION users
    USER1=admins:$argon2id$v=19$m=65536,t=3,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g:admin
    ENDSECTION users
    """

  private static let network = "SECTION wlan\nSSID=yard\nENDSECTION wlan\n"

  static let files = ConfigurationFiles(
    [
      ConfigurationFiles.File(path: "network.cfg", document: ConfigurationDocument(Array(network.utf8))),
      ConfigurationFiles.File(path: "camera.cfg", document: ConfigurationDocument(Array(main.utf8))),
    ], Settings())

  static var sections: [ShownSection] { files.places.compactMap { try? files.shown($0) } }

  static func make(isSlow: Bool = false, size: Size = .usual) -> ConsoleDriver {
    var driver = ConsoleDriver.loggedIn(isSlow: isSlow, size: size)
    driver.type("g")
    driver.reply(.configuration(.listed(sections)))
    driver.forgetEffects()
    return driver
  }

  /// Chooses what `/` finds.
  static func choose(_ text: String, in driver: inout ConsoleDriver) {
    driver.press(.home)
    driver.type("/" + text)
    driver.press(.enter)
  }

  /// Types another value for what `/` finds.
  static func set(_ key: String, to value: String, in driver: inout ConsoleDriver) {
    choose(key, in: &driver)
    driver.type("e")
    driver.press(.control("u"))
    driver.type(value)
    driver.press(.enter)
  }

  /// With a value that changes, one that is removed, and a secret.
  static func changed(size: Size = .usual) -> ConsoleDriver {
    var driver = make(size: size)
    set("SHARPNESS", to: "7", in: &driver)
    choose("NETMASK", in: &driver)
    driver.type("r")
    choose("WIFI", in: &driver)
    driver.type("e")
    driver.secret(.secretValue, count: 9)
    driver.press(.enter)
    driver.reply(taken(key("ethernet.WIFI_PSK")))
    driver.forgetEffects()
    return driver
  }

  /// A secret that was typed for a key.
  static func taken(_ key: ConfigurationKey) -> Reply {
    guard let bytes = try? SecretBytes(copying: Array("password9".utf8).span) else {
      return .failed(.secret(.noMemory))
    }
    return .configuration(.secretTaken(key, SecretValue(bytes)))
  }

  static func key(_ name: String) -> ConfigurationKey {
    let parts = name.split(separator: ".").map(String.init)
    return ConfigurationKey(SectionPlace(section: parts[0]), parts[1])
  }

  /// What its changes would do.
  static func preview(
    _ edit: ConfigurationEdit, isUnchanged: Bool = false, revertLack: RevertLack? = nil
  ) -> ConfigurationPreview {
    let changed = isUnchanged ? [] : (try? files.changed(by: edit)) ?? []
    let differences = changed.compactMap { file in
      files.document(of: file.path).map {
        DocumentDifference(path: file.path, difference: ConfigurationDifference(from: $0, to: file.document))
      }
    }
    return ConfigurationPreview(
      names: edit.names,
      contents: ContentDifferences(
        documents: differences, files: FileDifferences(), texts: [], attributes: AttributeDifferences()),
      revertMinutes: 10, revertLack: revertLack, exchangeObstacle: nil, undoObstacle: nil, flagsLost: RestoreLosses(),
      networkAddresses: [], documents: [], isUnchanged: changed.isEmpty, base: ConfigurationBase([], in: files))
  }

  /// The preview of `changed`.
  static func previewed(size: Size = .usual) -> ConsoleDriver {
    var driver = changed(size: size)
    driver.type("a")
    guard case .configuration(.preview(let draft, _))? = driver.requests.last else {
      Issue.record("no preview was asked for")
      return driver
    }
    driver.reply(.configuration(.previewed(preview(draft.edit))))
    driver.forgetEffects()
    return driver
  }
}
