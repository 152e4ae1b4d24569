internal import BackupStore
internal import CameraDevice
package import CameraModel

/// What a restore does to the way by which the camera is reached.
package enum NetworkOutlook: Sendable, Equatable {
  case same
  /// Another address.
  case moved(from: String, to: String)
  /// The backup has no address in the place of this one.
  case gone(String)
  /// A file of the network changes; its address is not known.
  case changed(file: String)
}

extension RestorePreview {
  /// The most that is known of the network after the restore.
  package func networkOutlook(_ settings: Settings) -> NetworkOutlook {
    contents.networkOutlook(networkAddresses, settings)
  }

  /// The camera's address before and after, if one of the network's sections or files changes it.
  package func addressChange(_ settings: Settings) -> (former: String, new: String)? {
    contents.addressChange(networkAddresses, settings)
  }

  /// The files of the network that do not stay as they are.
  func networkFiles(_ settings: Settings) -> [String] { contents.networkFiles(settings) }
}

extension ContentDifferences {
  /// The most that is known of the network after a change.
  ///
  /// - Parameter addresses: those in the files of the network.
  func networkOutlook(_ addresses: [AddressChange], _ settings: Settings) -> NetworkOutlook {
    if let change = addressChange(addresses, settings) { return .moved(from: change.former, to: change.new) }
    if let former = addressDifferences(settings).lazy.compactMap(\.former).first {
      return .gone(TextEncoding.text(settings.secretMask.masked(former)))
    }
    let (former, new) = Self.fileAddresses(addresses)
    if let former, new == nil { return .gone(former) }
    return networkFiles(settings).first.map { .changed(file: $0) } ?? .same
  }

  func addressChange(_ addresses: [AddressChange], _ settings: Settings) -> (former: String, new: String)? {
    for key in addressDifferences(settings) {
      guard let former = key.former, let new = key.new else { continue }
      let mask = settings.secretMask
      return (TextEncoding.text(mask.masked(former)), TextEncoding.text(mask.masked(new)))
    }
    let (former, new) = Self.fileAddresses(addresses)
    if let former, let new, former != new { return (former, new) }
    return nil
  }

  /// The camera's addresses in the files of the network that change: those of one file, if it has both.
  private static func fileAddresses(_ addresses: [AddressChange]) -> (former: String?, new: String?) {
    let changes = addresses.filter { $0.former != $0.new }
    if let change = changes.first(where: { $0.former != nil && $0.new != nil }) { return (change.former, change.new) }
    return (changes.lazy.compactMap(\.former).first, changes.lazy.compactMap(\.new).first)
  }

  private func addressDifferences(_ settings: Settings) -> [KeyDifference] {
    documents.flatMap { document in
      document.difference.sections.filter { settings.isNetworkSection($0.name, of: document.path) }
    }.flatMap(\.keys).filter { NetworkAddress.isKey($0.key) }
  }

  /// The files of the network that do not stay as they are.
  func networkFiles(_ settings: Settings) -> [String] {
    (files.changed + files.removed + files.added + documents.map(\.path)).filter { settings.isNetworkFile($0) }
  }
}
