package org.chancery.archive;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.chancery.mail.Message;

/// Puts posts into threads by their references (RFC 5256 section 3, in the manner of Jamie Zawinski's algorithm).
///
/// The parent of a post is the last of its References that is here, else the message it says it answers. No authority is
/// assumed: nothing is joined for its subject, a cycle is cut at its earliest post, and of several posts with one Message-ID the
/// earliest bears it. Posts whose parents are missing but that name the same missing message are one thread with several
/// roots; when the parent comes later, they hang below it. The result depends on the posts alone, never on the order
/// in which they are given.
///
/// Deviates from RFC 5256 section 3: no dummy messages stand for missing ones, and subjects join nothing.
///
/// Example: `Threading.inOrder(Threading.of(posts))` are the posts in the order in which one reads them.
public final class Threading {
    private static final Comparator<Post> BY_TIME = Comparator.comparing(Post::at).thenComparing(Post::key);

    /// A post as threads see it. `key` is the caller's and unique; `at` is when it was received, which nobody can forge.
    public record Post(String key, Instant at, Optional<String> messageId, List<String> references, List<String> guesses) {
        public Post {
            references = List.copyOf(references);
            guesses = List.copyOf(guesses);
        }

        /// By key: keys are unique, and references long.
        @Override
        public boolean equals(Object other) {
            return other instanceof Post that && key.equals(that.key);
        }

        @Override
        public int hashCode() {
            return key.hashCode();
        }

        public static Post of(String key, Instant at, Message message) {
            References found = References.of(message);
            return new Post(key, at, found.own(), found.references(), found.guesses());
        }
    }

    /// A post and what answers it, earliest first.
    public record Node(Post post, List<Node> answers) {
        public Node {
            answers = List.copyOf(answers);
        }
    }

    /// One conversation: a root, or several whose common parent is not here; earliest first.
    public record Thread(List<Node> roots) {
        public Thread {
            roots = List.copyOf(roots);
        }
    }

    private final List<Post> posts;
    private final Map<String, Post> byId = new HashMap<>();
    private final Map<Post, Post> parents = new HashMap<>();
    /// Union-find over posts (by key) and missing identifiers: who is in one conversation with whom.
    private final Map<String, String> together = new HashMap<>();

    private Threading(Collection<Post> posts) {
        this.posts = posts.stream().sorted(BY_TIME).toList();
        for (Post post : this.posts) {
            post.messageId().ifPresent(id -> byId.putIfAbsent(id, post));
        }
    }

    /// Threads by their earliest post.
    public static List<Thread> of(Collection<Post> posts) {
        var threading = new Threading(posts);
        threading.findParents();
        threading.cutCycles();
        return threading.threads();
    }

    /// Every post of the threads, a parent before its answers.
    public static List<Post> inOrder(List<Thread> threads) {
        List<Post> order = new ArrayList<>();
        Deque<Node> open = new ArrayDeque<>();
        for (Thread thread : threads) {
            thread.roots().reversed().forEach(open::push);
            while (!open.isEmpty()) {
                Node node = open.pop();
                order.add(node.post());
                node.answers().reversed().forEach(open::push);
            }
        }
        return order;
    }

    private void findParents() {
        for (Post post : posts) {
            parent(post).ifPresent(parent -> parents.put(post, parent));
        }
    }

    private Optional<Post> parent(Post post) {
        return post.references().reversed().stream().flatMap(id -> here(id, post)).findFirst()
                .or(() -> post.guesses().stream().flatMap(id -> here(id, post)).findFirst());
    }

    private Stream<Post> here(String id, Post asking) {
        return Optional.ofNullable(byId.get(id)).filter(post -> !post.equals(asking)).stream();
    }

    /// Each post has one parent at most, so a walk upwards either ends or comes back to where it was.
    private void cutCycles() {
        Set<Post> safe = new HashSet<>();
        for (Post start : posts) {
            List<Post> path = new ArrayList<>();
            Set<Post> onPath = new HashSet<>();
            Post at = start;
            while (at != null && !safe.contains(at) && onPath.add(at)) {
                path.add(at);
                at = parents.get(at);
            }
            if (at != null && onPath.contains(at)) {
                path.subList(path.indexOf(at), path.size()).stream().min(BY_TIME).ifPresent(parents::remove);
            }
            safe.addAll(path);
        }
    }

    private List<Thread> threads() {
        Map<Post, List<Node>> answers = new HashMap<>();
        Map<String, List<Node>> byConversation = new LinkedHashMap<>();
        posts.forEach(this::join);
        for (Post post : childrenFirst()) {
            List<Node> below = answers.getOrDefault(post, List.of());
            Node node = new Node(post, below.stream().sorted(Comparator.comparing(Node::post, BY_TIME)).toList());
            Post parent = parents.get(post);
            if (parent == null) {
                byConversation.computeIfAbsent(find("post " + post.key()), _ -> new ArrayList<>()).add(node);
            } else {
                answers.computeIfAbsent(parent, _ -> new ArrayList<>()).add(node);
            }
        }
        return byConversation.values().stream()
                .map(roots -> roots.stream().sorted(Comparator.comparing(Node::post, BY_TIME)).toList())
                .sorted(Comparator.comparing((List<Node> roots) -> roots.getFirst().post(), BY_TIME))
                .map(Thread::new)
                .toList();
    }

    /// Posts by their depth, the deepest first.
    private List<Post> childrenFirst() {
        Map<Post, Integer> depths = new HashMap<>();
        for (Post start : posts) {
            Deque<Post> path = new ArrayDeque<>();
            for (Post at = start; at != null && !depths.containsKey(at); at = parents.get(at)) {
                path.push(at);
            }
            for (Post post : path) {
                Post parent = parents.get(post);
                depths.put(post, parent == null ? 0 : depths.getOrDefault(parent, 0) + 1);
            }
        }
        Map<Integer, List<Post>> byDepth = new TreeMap<>(Comparator.reverseOrder());
        posts.forEach(post -> byDepth.computeIfAbsent(depths.getOrDefault(post, 0), _ -> new ArrayList<>()).add(post));
        return byDepth.values().stream().flatMap(List::stream).toList();
    }

    /// With its parent, and with every missing message that it names. A message that is here and is not its parent says
    /// itself where it belongs.
    private void join(Post post) {
        String self = "post " + post.key();
        Post parent = parents.get(post);
        if (parent != null) {
            union(self, "post " + parent.key());
        }
        post.references().stream().filter(id -> !byId.containsKey(id)).forEach(id -> union(self, "missing " + id));
        // Another one with the same Message-ID is the same conversation.
        post.messageId().map(byId::get).ifPresent(bearer -> union(self, "post " + bearer.key()));
    }

    private void union(String one, String other) {
        String first = find(one);
        String second = find(other);
        if (!first.equals(second)) {
            together.put(first, second);
        }
    }

    private String find(String name) {
        String root = name;
        for (String next = together.get(root); next != null; next = together.get(root)) {
            root = next;
        }
        String at = name;
        while (!at.equals(root)) {
            String next = together.getOrDefault(at, root);
            together.put(at, root);
            at = next;
        }
        return root;
    }
}
