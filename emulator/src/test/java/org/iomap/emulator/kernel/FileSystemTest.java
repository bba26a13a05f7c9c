package org.iomap.emulator.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.kernel.Bench.O_RDONLY;
import static org.iomap.emulator.kernel.Bench.O_RDWR;
import static org.iomap.emulator.kernel.Bench.O_WRONLY;
import static org.iomap.emulator.kernel.Bench.assertFails;
import static org.iomap.emulator.kernel.Inode.S_IFCHR;
import static org.iomap.emulator.kernel.Inode.S_IFDIR;
import static org.iomap.protocol.Errno.EACCES;
import static org.iomap.protocol.Errno.EEXIST;
import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.EISDIR;
import static org.iomap.protocol.Errno.ENOENT;
import static org.iomap.protocol.Errno.ENOSPC;
import static org.iomap.protocol.Errno.ENOTDIR;
import static org.iomap.protocol.Errno.EPERM;

import java.util.Set;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FileSystemTest {
    private final Bench bench = new Bench();
    private final SystemCalls calls = bench.calls;
    private final UserProcess root = bench.root;
    private final UserProcess owner = bench.spawn(new Credentials(1000, 1000, Set.of()));
    private final UserProcess member = bench.spawn(new Credentials(1001, 77, Set.of(1000)));
    private final UserProcess stranger = bench.spawn(new Credentials(1002, 1002, Set.of()));

    private String file(int mode) {
        String path = bench.device("file", 0x4000e1);
        calls.chown(root, path, 1000, 1000);
        calls.chmod(root, path, mode);
        return path;
    }

    @Nested
    @Tag("AU-3")
    class Open {
        @Test
        void rule_8_the_owner_has_the_first_bits_of_the_mode() {
            String path = file(0400);
            calls.open(owner, path, O_RDONLY).now();

            assertFails(EACCES, 8, () -> calls.open(owner, path, O_WRONLY).now());
            assertFails(EACCES, 8, () -> calls.open(owner, path, O_RDWR).now());
            assertFails(EACCES, 8, () -> calls.open(member, path, O_RDONLY).now());
            assertFails(EACCES, 8, () -> calls.open(stranger, path, O_RDONLY).now());
        }

        @Test
        void rule_8_a_member_of_the_group_has_the_next() {
            String path = file(0020);
            calls.open(member, path, O_WRONLY).now();

            assertFails(EACCES, 8, () -> calls.open(member, path, O_RDONLY).now());
            assertFails(EACCES, 8, () -> calls.open(stranger, path, O_WRONLY).now());
        }

        @Test
        void rule_8_everybody_else_has_the_last_and_only_everybody_else() {
            String path = file(0006);
            calls.open(stranger, path, O_RDWR).now();

            assertFails(EACCES, 8, () -> calls.open(owner, path, O_RDONLY).now());
            assertFails(EACCES, 8, () -> calls.open(member, path, O_RDONLY).now());
        }

        @Test
        void rule_8_root_may_open_anything() {
            calls.open(root, file(0000), O_RDWR).now();
        }

        @Test
        void rule_8_a_mapping_of_a_descriptor_opened_O_RDONLY_takes_stores() {
            long address =
                    bench.map(owner, calls.open(owner, file(0400), O_RDONLY).now(), 0);
            owner.store(address, Width.WORD, 0x55);

            assertThat(owner.load(address, Width.WORD)).isEqualTo(0x55);
        }

        @Test
        void rule_8_a_mode_that_changes_after_open_changes_nothing_for_the_descriptor() {
            String path = file(0600);
            long handle = calls.open(owner, path, O_RDWR).now();
            calls.chmod(root, path, 0);

            assertThat(bench.map(owner, handle, 0)).isEqualTo(0xF400_0000L);
            assertFails(EACCES, 8, () -> calls.open(owner, path, O_RDWR).now());
        }

        @Test
        void rule_8_a_directory_that_may_not_be_searched_hides_its_files() {
            calls.chmod(root, "/dev", 0744);

            assertFails(EACCES, 8, () -> calls.open(owner, "/dev/gsc0", O_RDWR).now());
            assertFails(EACCES, 8, () -> calls.stat(owner, "/dev/gsc0"));
            calls.stat(owner, "/dev");
            calls.open(root, "/dev/gsc0", O_RDWR).now();
        }

        @Test
        void rule_27_a_missing_path_is_ENOENT() {
            for (String path :
                    new String[] {"/dev/none", "/none", "/none/gsc0", "dev/gsc0", "", "/dev/..", "/dev/\n"}) {
                assertFails(ENOENT, 27, () -> calls.open(owner, path, O_RDWR).now());
            }
        }

        @Test
        void slashes_may_be_doubled() {
            calls.open(owner, "//dev///gsc0", O_RDWR).now();
        }

        @Test
        void a_path_through_a_special_file_is_ENOTDIR() {
            assertFails(
                    ENOTDIR, 0, () -> calls.open(owner, "/dev/gsc0/x", O_RDWR).now());
            assertFails(
                    ENOTDIR, 0, () -> calls.open(owner, "/dev/gsc0/", O_RDWR).now());
        }

        @Test
        void a_directory_is_EISDIR() {
            assertFails(EISDIR, 0, () -> calls.open(owner, "/dev", O_RDONLY).now());
            assertFails(EISDIR, 0, () -> calls.open(root, "/", O_RDWR).now());
        }

        @Test
        void flags_other_than_the_three_are_EINVAL() {
            assertFails(EINVAL, 0, () -> calls.open(owner, "/dev/gsc0", 3).now());
            assertFails(EINVAL, 0, () -> calls.open(owner, "/dev/gsc0", -1).now());
            assertFails(EINVAL, 0, () -> calls.open(owner, "/dev/gsc0", 0x8).now());
        }
    }

    @Nested
    class Mknod {
        @Test
        void makes_a_special_file_of_root() {
            calls.mknod(root, "/dev/mine", S_IFCHR | 0640, Bench.iomap(0x4000e1).dev());
            FileStatus status = calls.stat(stranger, "/dev/mine");

            assertThat(status.mode()).isEqualTo(S_IFCHR | 0640);
            assertThat(status.uid()).isZero();
            assertThat(status.gid()).isZero();
            assertThat(DeviceNumber.of(status.device())).isEqualTo(Bench.iomap(0x4000e1));
        }

        @Test
        void only_uid_0_makes_special_files() {
            assertFails(EPERM, 0, () -> calls.mknod(owner, "/dev/mine", S_IFCHR | 0644, 0));
            calls.chmod(root, "/dev", 0777);
            assertFails(EPERM, 0, () -> calls.mknod(owner, "/dev/mine", S_IFCHR | 0644, 0));
        }

        @Test
        void a_name_that_is_taken_is_EEXIST() {
            assertFails(EEXIST, 0, () -> calls.mknod(root, "/dev/gsc0", S_IFCHR | 0644, 0));
            assertFails(EEXIST, 0, () -> calls.mknod(root, "/dev", S_IFCHR | 0644, 0));
            assertFails(EEXIST, 0, () -> calls.mknod(root, "/", S_IFCHR | 0644, 0));
        }

        @Test
        void a_missing_directory_is_ENOENT_and_a_special_file_is_none() {
            assertFails(ENOENT, 27, () -> calls.mknod(root, "/none/mine", S_IFCHR | 0644, 0));
            assertFails(ENOTDIR, 0, () -> calls.mknod(root, "/dev/gsc0/mine", S_IFCHR | 0644, 0));
        }

        @Test
        @Tag("DC-3")
        void a_name_outside_the_pattern_is_EINVAL() {
            for (String name : new String[] {".", "..", ".x", "-x", "_x", "a b", "a\n", "\u00e9", "x".repeat(65)}) {
                assertFails(EINVAL, 0, () -> calls.mknod(root, "/dev/" + name, S_IFCHR | 0644, 0));
            }
            calls.mknod(root, "/dev/" + "x".repeat(64), S_IFCHR | 0644, 0);
            calls.mknod(root, "/dev/0A.b_c-d", S_IFCHR | 0644, 0);
        }

        @Test
        void only_character_special_files_are_made() {
            assertFails(EINVAL, 0, () -> calls.mknod(root, "/dev/mine", 0644, 0));
            assertFails(EINVAL, 0, () -> calls.mknod(root, "/dev/mine", S_IFDIR | 0755, 0));
        }

        @Test
        void there_is_room_for_so_many_files() {
            int present = calls.readdir(root, "/dev").size();
            for (int made = present; made < FileSystem.MOST_FILES; made++) {
                calls.mknod(root, "/dev/x" + made, S_IFCHR, 0);
            }

            assertFails(ENOSPC, 0, () -> calls.mknod(root, "/dev/more", S_IFCHR, 0));
            calls.unlink(root, "/dev/gsc0");
            calls.mknod(root, "/dev/more", S_IFCHR, 0);
        }
    }

    @Nested
    class Unlink {
        @Test
        void takes_the_name_away_and_leaves_open_descriptors() {
            String path = file(0666);
            long handle = bench.open(owner, path);
            calls.unlink(root, path);

            assertFails(ENOENT, 27, () -> bench.open(owner, path));
            assertThat(bench.map(owner, handle, 0)).isEqualTo(0xF400_0000L);
        }

        @Test
        void needs_the_right_to_write_the_directory_not_the_file() {
            String path = file(0000);
            assertFails(EACCES, 8, () -> calls.unlink(owner, path));
            calls.chmod(root, "/dev", 0777);

            calls.unlink(stranger, path);
        }

        @Test
        void a_missing_name_is_ENOENT_and_a_directory_stays() {
            assertFails(ENOENT, 27, () -> calls.unlink(root, "/dev/none"));
            assertFails(EPERM, 0, () -> calls.unlink(root, "/dev"));
            assertFails(EPERM, 0, () -> calls.unlink(root, "/"));
        }
    }

    @Nested
    class Chmod_and_chown {
        @Test
        void the_owner_and_root_change_the_mode() {
            String path = file(0600);
            calls.chmod(owner, path, 0640);
            assertThat(calls.stat(owner, path).mode()).isEqualTo(S_IFCHR | 0640);
            calls.chmod(root, path, 0644);

            assertThat(calls.stat(owner, path).mode()).isEqualTo(S_IFCHR | 0644);
            assertFails(EPERM, 0, () -> calls.chmod(member, path, 0666));
        }

        @Test
        void the_type_of_a_file_does_not_change() {
            calls.chmod(root, "/dev", S_IFCHR | 0700);

            assertThat(calls.stat(root, "/dev").mode()).isEqualTo(S_IFDIR | 0700);
        }

        @Test
        void root_changes_the_owner() {
            String path = file(0600);
            calls.chown(root, path, 1002, -1);

            assertThat(calls.stat(root, path)).returns(1002, FileStatus::uid).returns(1000, FileStatus::gid);
            calls.open(stranger, path, O_RDWR).now();
        }

        @Test
        void the_owner_gives_a_file_to_its_own_groups_only() {
            String path = file(0600);
            calls.chown(root, path, 1001, 77);
            calls.chown(member, path, -1, 1000);

            assertThat(calls.stat(root, path).gid()).isEqualTo(1000);
            assertFails(EPERM, 0, () -> calls.chown(member, path, -1, 5));
            assertFails(EPERM, 0, () -> calls.chown(member, path, 1000, 1000));
            assertFails(EPERM, 0, () -> calls.chown(owner, path, 1000, -1));
        }
    }

    @Nested
    class Stat_and_readdir {
        @Test
        void stat_needs_no_right_on_the_file() {
            assertThat(calls.stat(stranger, file(0000)).mode()).isEqualTo(S_IFCHR);
        }

        @Test
        void each_file_has_its_own_inode() {
            long gsc0 = calls.stat(owner, "/dev/gsc0").inode();

            assertThat(calls.stat(owner, "/dev/gsc0").inode()).isEqualTo(gsc0);
            assertThat(calls.stat(owner, "/dev/null").inode()).isNotEqualTo(gsc0);
        }

        @Test
        void readdir_names_what_is_there_sorted() {
            assertThat(calls.readdir(owner, "/")).containsExactly("dev", "proc", "sys", "tmp");
            assertThat(calls.readdir(owner, "/dev"))
                    .containsExactly(
                            "gsc0", "hptv0_reg", "hptv0_tc", "lasi0", "mem", "null", "teach0", "uart0", "uart1");
        }

        @Test
        void readdir_needs_the_right_to_read_the_directory() {
            calls.chmod(root, "/dev", 0711);

            assertFails(EACCES, 8, () -> calls.readdir(owner, "/dev"));
            calls.open(owner, "/dev/gsc0", O_RDWR).now();
        }

        @Test
        void readdir_of_a_special_file_is_ENOTDIR() {
            assertFails(ENOTDIR, 0, () -> calls.readdir(owner, "/dev/gsc0"));
            assertFails(ENOENT, 27, () -> calls.readdir(owner, "/none"));
        }
    }
}
