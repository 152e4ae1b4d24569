internal import FileSystem

/// The block device that a card's file system is on, for as long as one operation lasts.
///
/// It is in place while the kernel lists it and it answers a read that no cache can serve. The list is asked through a
/// directory that was opened at the beginning: a device that takes the number of one that was pulled out is not found
/// there. Where the device cannot be read directly, by a caller without the right or where `/dev` lacks it, the list
/// alone decides.
final class BlockDevice: MediumWatch {
  /// The folder of block devices by number, as sysfs has it (Documentation/ABI/stable/sysfs-block).
  static let list = "/sys/dev/block"

  private enum Entry {
    /// The device's own directory in sysfs.
    case listed(any Directory)
    /// The kernel does not list it.
    case unlisted
    /// There is no list: sysfs is not mounted.
    case unknown
  }

  private let entry: Entry
  private let raw: RawDevice?

  /// - Parameter files: where `/sys` and `/dev` are.
  init(_ number: DeviceNumber, files: any FileRoot) {
    entry = Self.find(number, files)
    raw = Self.nodeName(entry).flatMap { RawDevice("/dev/" + $0, number) }
  }

  func isInPlace() -> Bool {
    switch entry {
    case .unlisted: return false
    case .listed(let directory) where !Self.isListed(directory): return false
    case .listed, .unknown: return raw?.answers() ?? true
    }
  }

  private static func find(_ number: DeviceNumber, _ files: any FileRoot) -> Entry {
    do throws(FileError) {
      return .listed(try files.openDirectory(at: "\(list)/\(number)"))
    } catch {
      let hasList = (try? files.openDirectory(at: list)) != nil
      return error.isNotFound && hasList ? .unlisted : .unknown
    }
  }

  /// A removed device's directory stays open and has nothing in it.
  private static func isListed(_ directory: any Directory) -> Bool {
    do throws(FileError) {
      return try directory.contains("dev")
    } catch {
      return !error.isGone
    }
  }

  /// What the device is called in `/dev`: `DEVNAME` of its `uevent`.
  private static func nodeName(_ entry: Entry) -> String? {
    guard case .listed(let directory) = entry, let text = try? directory.readWhole("uevent", limit: 65_536) else {
      return nil
    }
    let key = Array("DEVNAME=".utf8)
    let line = text.split(separator: 0x0A).first { $0.starts(with: key) }
    return line.map { String(decoding: $0.dropFirst(key.count), as: UTF8.self) }
  }
}
