private import CSodium
private import Synchronization

/// Where secrets lie: memory of `sodium_malloc`, of which small pieces are used again.
///
/// A new piece costs the kernel eleven calls, one that is used again costs two. A piece that waits for its next use is
/// still locked and guarded, holds zeros, and nobody may access it.
enum GuardedMemory {
  /// Bytes of the pieces that are used again. Beside the 16 bytes that `sodium_malloc` puts before a piece, they fill
  /// one page, and four.
  private static let sizes = [4_080, 16_368]
  /// As many pieces of one size wait at most. The others are given back to the system.
  static let mostIdle = 8
  /// Zeros before a secret: what writes there is noticed when the secret is wiped.
  private static let margin = 16

  private static let idle = sizes.map { _ in Idle() }

  /// Pieces of one size that wait.
  private final class Idle: Sendable {
    /// It goes from thread to thread: while it waits, the list alone has its address.
    @safe struct Piece: @unchecked Sendable {
      let start: UnsafeMutableRawPointer
    }

    private let pieces = Mutex<[Piece]>([])

    func take() -> UnsafeMutableRawPointer? {
      unsafe pieces.withLock { $0.popLast() }?.start
    }

    /// - Returns: whether the piece was taken: enough may wait already.
    func add(_ start: UnsafeMutableRawPointer) -> Bool {
      pieces.withLock { pieces in
        guard pieces.count < mostIdle else { return false }
        unsafe pieces.append(Piece(start: start))
        return true
      }
    }
  }

  /// Zeros, of which the last one lies before a page that nobody may access.
  ///
  /// - Throws: `SodiumError.noMemory` when `sodium_malloc` fails.
  static func take(_ count: Int) throws(SodiumError) -> UnsafeMutableRawPointer {
    guard let index = sizeIndex(count) else { return try unsafe make(max(count, 1)) }
    let size = sizes[index]
    if let start = unsafe idle[index].take() {
      let status = unsafe sodium_mprotect_readwrite(start)
      guard status == 0 else { throw .noMemory }
      return unsafe start + (size - count)
    }
    return try unsafe make(size) + (size - count)
  }

  /// Wipes what `take` returned for as many bytes, and ends its use.
  static func giveBack(_ base: UnsafeMutableRawPointer, _ count: Int) {
    guard let index = sizeIndex(count) else { return unsafe sodium_free(base) }
    unsafe sodium_memzero(base, count)
    let before = unsafe base - margin
    let isUntouched = unsafe sodium_is_zero(before.assumingMemoryBound(to: UInt8.self), margin) == 1
    precondition(isUntouched)
    let start = unsafe base - (sizes[index] - count)
    let isIdle = unsafe sodium_mprotect_noaccess(start) == 0 && idle[index].add(start)
    // It makes the piece accessible, and checks what lies before it.
    if !isIdle { unsafe sodium_free(start) }
  }

  private static func sizeIndex(_ count: Int) -> Int? {
    sizes.firstIndex { count <= $0 - margin }
  }

  private static func make(_ size: Int) throws(SodiumError) -> UnsafeMutableRawPointer {
    try initializeLibrary()
    guard let memory = unsafe sodium_malloc(size) else { throw .noMemory }
    unsafe sodium_memzero(memory, size)
    return unsafe memory
  }
}
