package import CameraModel
internal import FileSystem
private import FoundationEssentials

/// The first entry of an archive, `manifest.json`: what was saved, of which camera, when.
package struct ArchiveManifest: Sendable, Equatable {
  /// A module as it was on the bus.
  package struct Module: Sendable, Equatable, OfModule {
    package let identity: ModuleIdentity
    /// `modules/ADDRESS`; `nil` when the module was left out on request.
    package let file: String?

    /// Where it was on the bus.
    package var address: String { identity.address }
  }

  /// The format of the archive.
  package static let format = 1

  /// Of which camera it is.
  package let identity: ArchiveIdentity
  /// Seconds since 1970.
  package let created: Int64
  /// The modules that were on the bus, those left out as well.
  package let modules: [Module]
  /// Entries of the configuration that are not in the archive because they could not be, in the order of the paths.
  package let leftOut: [LeftOut]

  init(identity: ArchiveIdentity, created: Int64, modules: [ModuleSnapshot], leftOut: [LeftOut] = []) {
    self.identity = identity
    self.created = created
    self.leftOut = leftOut
    self.modules = modules.map { module in
      Module(
        identity: module.identity,
        file: module.configuration.map { _ in ArchivePath.modules.appending(module.address).text })
    }
  }

  /// Reads a manifest, at most 1 MiB; unknown keys are ignored.
  ///
  /// - Throws: what is wrong with it.
  package init(decoding bytes: [UInt8]) throws(ArchiveError.ManifestFault) {
    let document: Document
    do {
      document = try JSONDecoder().decode(Document.self, from: Data(bytes))
    } catch {
      throw .notJSON
    }
    guard document.format == Self.format else { throw .format(document.format) }
    identity = ArchiveIdentity(model: document.model, serial: document.serial, firmware: document.firmware)
    created = FileTime.bounded(document.created)
    modules = document.modules.map(\.module)
    leftOut = try Self.leftOut(document.leftOut ?? [])
    try checkModules()
  }

  private static func leftOut(_ entries: [Document.LeftOutEntry]) throws(ArchiveError.ManifestFault) -> [LeftOut] {
    var known: Set<ArchivePath> = []
    var leftOut: [LeftOut] = []
    for entry in entries {
      guard let path = try? ArchivePath(checking: NameText.bytes(entry.path), isBinary: true),
        path.isBelow(.configuration), known.insert(path).inserted
      else { throw .leftOut(path: entry.path) }
      // A reason that is not known says no more than that there was one.
      leftOut.append(LeftOut(path: path, reason: LeftOut.Reason(rawValue: entry.reason) ?? .unreadable))
    }
    return leftOut
  }

  private func checkModules() throws(ArchiveError.ManifestFault) {
    var known: Set<String> = []
    for module in modules {
      let file = ArchivePath.modules.appending(module.address)
      guard ModuleSnapshot.isReadable(module.address), known.insert(module.address).inserted,
        module.file.map({ ArchivePath($0) == file }) ?? true
      else { throw .module(address: module.address) }
    }
  }

  /// The manifest as JSON: the same bytes for the same manifest.
  package func encoded() -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(Document(self)) else {
      preconditionFailure("integers and strings have a JSON form")
    }
    return Array(data)
  }
}

extension ArchiveError.ManifestFault: Error {}

/// The manifest's JSON object.
private struct Document: Codable {
  struct Module: Codable {
    private enum Key: String, CodingKey {
      case file
    }

    let module: ArchiveManifest.Module

    init(_ module: ArchiveManifest.Module) { self.module = module }

    init(from decoder: any Decoder) throws {
      // `file` must be there, if only as null: a module is left out on purpose, never by omission.
      module = ArchiveManifest.Module(
        identity: try ModuleIdentity(from: decoder),
        file: try decoder.container(keyedBy: Key.self).decode(String?.self, forKey: .file))
    }

    func encode(to encoder: any Encoder) throws {
      try module.identity.encode(to: encoder)
      var fields = encoder.container(keyedBy: Key.self)
      try fields.encode(module.file, forKey: .file)
    }
  }

  let format: Int
  let model: String
  let serial: String
  let firmware: String
  let created: Int64
  let modules: [Module]
  let leftOut: [LeftOutEntry]?

  struct LeftOutEntry: Codable {
    let path: String
    let reason: String
  }

  private enum CodingKeys: String, CodingKey {
    case format, model, serial, firmware, created, modules
    case leftOut = "left_out"
  }

  init(_ manifest: ArchiveManifest) {
    format = ArchiveManifest.format
    model = manifest.identity.model
    serial = manifest.identity.serial
    firmware = manifest.identity.firmware
    created = manifest.created
    modules = manifest.modules.map(Module.init)
    leftOut = manifest.leftOut.map { LeftOutEntry(path: $0.path.text, reason: $0.reason.rawValue) }
  }
}
