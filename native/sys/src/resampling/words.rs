/// Random words: xoshiro128++ (D. Blackman and S. Vigna, Scrambled linear pseudorandom number generators, 2021), in streams
/// as analysis/stats/resampling/random-words.ts makes them.
pub struct Words {
    state: [u32; 4],
}

const GOLDEN: u32 = 0x9e37_79b9;

impl Words {
    pub fn start(seed: u32, stream: u32) -> Words {
        let first = mix(seed.wrapping_add(GOLDEN));
        let second = mix(first ^ stream);
        let third = mix(second.wrapping_add(GOLDEN));
        Words { state: [first, second, third, mix(third ^ first)] }
    }

    #[inline]
    pub fn next(&mut self) -> u32 {
        let [a, b, c, d] = self.state;
        let word = a.wrapping_add(d).rotate_left(7).wrapping_add(a);
        let (c, d) = (c ^ a, d ^ b);
        self.state = [a ^ d, b ^ c, c ^ (b << 9), d.rotate_left(11)];
        word
    }

    /// A number from 0 to bound - 1.
    #[inline]
    pub fn below(&mut self, bound: usize) -> usize {
        ((u64::from(self.next()) * bound as u64) >> 32) as usize
    }
}

/// The finalizer of MurmurHash3 (A. Appleby, public domain), one to one.
fn mix(word: u32) -> u32 {
    let z = (word ^ (word >> 16)).wrapping_mul(0x85eb_ca6b);
    let z = (z ^ (z >> 13)).wrapping_mul(0xc2b2_ae35);
    z ^ (z >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_authors_program() {
        let mut words = Words { state: [1, 2, 3, 4] };
        let first = [(); 5].map(|()| words.next());
        assert_eq!(first, [641, 1_573_767, 3_222_811_527, 3_517_856_514, 836_907_274]);
    }

    #[test]
    fn numbers_below_a_bound_reach_both_of_its_ends() {
        let mut words = Words::start(7, 0);
        let mut seen = [0u32; 3];
        for _ in 0..3000 {
            seen[words.below(3)] += 1;
        }
        assert!(seen.iter().all(|count| count.abs_diff(1000) < 150), "{seen:?}");
    }

    #[test]
    fn streams_differ() {
        let firsts: std::collections::HashSet<u32> = (0..1000).map(|i| Words::start(5, i).next()).collect();
        assert!(firsts.len() > 998, "{}", firsts.len());
    }
}
