internal import FileSystem
internal import Glibc

/// What a node has beside its contents. It is durable with an `fsync` of the node, not before.
struct Attributes: Sendable, Hashable {
  var mode: UInt32
  var owner = geteuid()
  var group = getegid()
  /// A time that was set; `nil` where the last change of the contents is the time.
  var time: FileTime?
  /// In byte order of their names.
  var extended: [ExtendedAttribute] = []
  var flags: FileLock = []
}

/// Who has locked a node.
enum LockOwner: Sendable, Equatable {
  case handle(ObjectIdentifier)
  /// A process that the test has made up.
  case otherProcess
}

/// A file, directory, link or pipe in memory. Entries and open handles refer to it by its number.
struct Node: Sendable {
  let kind: FileKind
  /// The number of its tree.
  let tree: Int
  /// As programs see them; those of a name that is durable may be older.
  var attributes: Attributes
  var durableAttributes: Attributes
  /// Ticks of the logical clock.
  var modified: Int
  var changed: Int
  /// Visible entries of this node.
  var links = 1
  var handles = 0
  /// Who holds the lock of `flock`; it ends with the process, and so with the power.
  var lockOwner: LockOwner?
  /// Reading gives `EIO`.
  var isUnreadable = false
  var contents = FileContents()
  var listing: Listing
  /// Of a symbolic link.
  var target: [UInt8] = []

  init(_ kind: FileKind, tree: Int, mode: UInt32, tick: Int, ignoresCase: Bool) {
    self.kind = kind
    self.tree = tree
    attributes = Attributes(mode: mode)
    durableAttributes = attributes
    modified = tick
    changed = tick
    listing = Listing(ignoresCase: ignoresCase)
  }

  var isSynced: Bool { contents.isSynced && listing.isSynced && attributes == durableAttributes }

  /// Sets the attributes on the medium at once.
  mutating func setDurably(_ attributes: Attributes) {
    self.attributes = attributes
    durableAttributes = attributes
  }

  /// Bytes taken on a medium that is given out in pieces of `unit`.
  func room(unit: Int) -> Int {
    switch kind {
    case .directory: unit
    case .regular: (contents.visible.count + unit - 1) / unit * unit
    case .symbolicLink, .special: 0
    }
  }
}

/// How a tree of files behaves.
package struct TreeSettings: Sendable {
  /// Bytes for all files together; `nil` is without bound.
  package var room: Int?
  /// Whether `capacity` tells the room. A FUSE file system may report 0 of 0 and be bounded all the same.
  package var reportsRoom = true
  /// What a write gives when the room is used up.
  package var fullCode = ErrorCode.noSpace
  /// Room is given out in pieces of this many bytes.
  package var allocationUnit = 512
  package var isReadOnly = false
  /// As FAT compares names.
  package var ignoresCase = false

  package init() {}
}

/// A file system on one medium: the internal flash, or a card.
struct Tree: Sendable {
  let root: Int
  var settings: TreeSettings
  var used = 0

  /// Bytes left, in whole allocation units; `nil` is without bound.
  var free: Int? {
    guard let room = settings.room else { return nil }
    return max(0, room - used) / settings.allocationUnit * settings.allocationUnit
  }
}
