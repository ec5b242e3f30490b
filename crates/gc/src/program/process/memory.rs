//! What is mapped: in use, free, garbage, given back.

use super::Process;
use crate::pacer::GcController;

/// Memory that the controller has no field for.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Memory {
    /// Bytes that the last cycle found dead and that are not swept yet.
    pub unswept: u64,
}

impl Memory {
    /// So many bytes go into use: what is free first, then what can be swept, then what is mapped
    /// anew. `mheap.alloc` after `mcentral.cacheSpan`.
    pub(super) fn allocate(&mut self, controller: &mut GcController, bytes: u64) {
        let lacking = bytes.saturating_sub(controller.heap_free);
        self.sweep(controller, lacking);
        let reused = controller.heap_free.min(bytes);
        controller.heap_free -= reused;
        let fresh = bytes - reused;
        controller.heap_released = controller.heap_released.saturating_sub(fresh);
        controller.mapped_ready = controller.mapped_ready.saturating_add(fresh);
        controller.heap_in_use = controller.heap_in_use.saturating_add(bytes);
        controller.total_alloc = controller.total_alloc.saturating_add(bytes);
    }

    /// At most so many bytes of garbage become free. Gives how many.
    pub(super) fn sweep(&mut self, controller: &mut GcController, bytes: u64) -> u64 {
        let freed = self.unswept.min(bytes);
        self.unswept -= freed;
        controller.heap_in_use = controller.heap_in_use.saturating_sub(freed);
        controller.heap_free = controller.heap_free.saturating_add(freed);
        controller.total_free = controller.total_free.saturating_add(freed);
        freed
    }
}

/// Gives free memory back, as far as the memory limit demands it.
pub(super) fn scavenge(controller: &mut GcController) {
    let over = controller
        .mapped_ready
        .saturating_sub(controller.memory_limit as u64);
    let released = over.min(controller.heap_free);
    controller.heap_free -= released;
    controller.mapped_ready -= released;
    controller.heap_released = controller.heap_released.saturating_add(released);
}

impl Process {
    /// `spans` caches are refilled: the heap grows, before the program has used any of it.
    pub(super) fn refill(&mut self, spans: u64) {
        let bytes = self.span.saturating_mul(spans);
        self.memory.allocate(&mut self.controller, bytes);
        let scannable = self.scannable_part(bytes);
        self.controller.update(bytes as i64, scannable as i64);
        self.kept = self
            .kept
            .saturating_add(bytes)
            .min(self.target.max(self.kept));
        self.sample.since = self.sample.since.saturating_add(bytes);
    }

    /// The part of `bytes` of heap that can hold pointers.
    pub(super) fn scannable_part(&self, bytes: u64) -> u64 {
        (u128::from(bytes) * u128::from(self.scannable) / 100) as u64
    }
}
