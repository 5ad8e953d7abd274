package org.chancery.server;

/// Rings whoever delivers, once there is somebody.
final class Bell implements Runnable {
    private volatile Runnable listener = () -> {};

    void ring(Runnable newListener) {
        listener = newListener;
    }

    @Override
    public void run() {
        listener.run();
    }
}
