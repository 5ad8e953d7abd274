package org.chancery.store;

import java.sql.SQLException;
import org.chancery.list.Setting;

/// Counts the posts of lists whose prefix shows a number, in the order in which they go out.
final class PostNumbers {
    private PostNumbers() {}

    /// Called before the first copy is written, perhaps more than once; a post keeps the number that it has.
    static void give(Session session, long posting, long list) throws SQLException {
        boolean counts = session.update(
                """
                UPDATE list SET posts = posts + 1
                WHERE id = ? AND EXISTS (SELECT 1 FROM list_setting s WHERE s.list = list.id AND s.name = ? AND s.value LIKE '%{number}%')
                    AND EXISTS (SELECT 1 FROM posting p WHERE p.id = ? AND p.post_number = 0)
                """,
                list, Setting.SUBJECT_PREFIX.key(), posting) > 0;
        if (counts) {
            session.update("UPDATE posting SET post_number = (SELECT posts FROM list WHERE id = ?) WHERE id = ?", list, posting);
        }
    }
}
